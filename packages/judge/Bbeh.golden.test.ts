import { expect, test } from "bun:test"
import golden from "./golden/bbeh.json" with { type: "json" }
import { type Pair, read } from "./golden/BbehComparison.ts"

/** Every way in which the script of BBEH's authors and we differ, with what was ruled on it. */
const rulings: ReadonlyArray<
  { readonly why: string; readonly ours: boolean; readonly is: (pair: Pair) => boolean }
> = [
  {
    why: "questions ask for a box, where the script reads one only at the end of a sentence",
    ours: true,
    is: ({ form }) => form === "box" || form === "tag"
  },
  {
    why: "quotation marks, spaces, and commas that group digits change no answer",
    ours: true,
    is: ({ rule }) => ["double quotes", "thousands", "two spaces after commas"].includes(rule)
  },
  {
    why: "a number in parentheses is that number; the script knows parentheses around one character",
    ours: true,
    is: ({ rule }) => rule === "parentheses"
  },
  {
    why: "two things that the script looks away from, each alone",
    ours: true,
    is: ({ gold, rule }) => ["single quotes", "question mark"].includes(rule) && /^\(.\)$/.test(gold)
  },
  {
    why: "LaTeX in LaTeX, or before another line",
    ours: true,
    is: ({ form, rule }) =>
      ["sentence, then a line", "box in a sentence"].includes(form) && ["dollar signs", "text"].includes(rule)
  },
  {
    why:
      "where nothing says that it is the answer, there is none: the script takes the first line of any text",
    ours: false,
    is: ({ form }) => form === "alone"
  },
  {
    why: "the same: of a text that ends in a brace the script takes what stands after text{",
    ours: false,
    is: ({ form, rule }) => form === "no capital" && rule === "text"
  }
]

const pairs = read(golden)
const inSentence = (pair: Pair) => pair.form.includes("sentence") || pair.form === "corrected"

test("every way in which the script of BBEH's authors judges otherwise is ruled on, and we judge by the ruling", () => {
  const differing = pairs.filter(({ ours, theirs }) => ours !== theirs)
  const ruledOn = differing.map((pair) => rulings.filter(({ is, ours }) => ours === pair.ours && is(pair)))
  expect(differing.filter((_, place) => ruledOn[place]!.length === 0)).toEqual([])
  expect(new Set(ruledOn.flat())).toEqual(new Set(rulings))
})

test("nothing wrong is accepted, and every sentence that their script accepts", () => {
  expect(pairs.length).toBeGreaterThan(800)
  expect(pairs.filter(({ isSame, ours }) => !isSame && ours)).toEqual([])
  expect(pairs.filter((pair) => inSentence(pair) && pair.theirs && !pair.ours)).toEqual([])
  expect(pairs.filter((pair) => inSentence(pair) && pair.theirs).length).toBeGreaterThan(100)
  expect(pairs.filter((pair) => inSentence(pair) && !pair.theirs).length).toBeGreaterThan(100)
})
