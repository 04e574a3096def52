import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

/** A pattern, its parts starred or not. */
type Pattern =
  | { readonly letter: string; readonly starred: boolean }
  | {
    readonly operator: { readonly either: boolean; readonly starred: boolean }
    readonly left: Pattern
    readonly right: Pattern
  }

const write = (pattern: Pattern): string => {
  if ("letter" in pattern) return pattern.starred ? `${pattern.letter}*` : pattern.letter
  const { left, operator: { either, starred }, right } = pattern
  const part = (inner: Pattern): string =>
    !either && "operator" in inner && inner.operator.either && !inner.operator.starred
      ? `(${write(inner)})`
      : write(inner)
  const whole = part(left) + (either ? "|" : "") + part(right)
  return starred ? `(${whole})*` : whole
}

/** A text that the pattern describes. */
const sample = (pattern: Pattern): Gen.Gen<string> =>
  Gen.gen(function*() {
    const { starred } = "letter" in pattern ? pattern : pattern.operator
    const times = starred ? yield* Gen.int(0, 2) : 1
    let text = ""
    for (let time = 0; time < times; time++) {
      if ("letter" in pattern) text += pattern.letter
      else if (pattern.operator.either) {
        text += yield* sample((yield* Gen.boolean()) ? pattern.left : pattern.right)
      } else text += (yield* sample(pattern.left)) + (yield* sample(pattern.right))
    }
    return text
  })

/** The text with one letter replaced, put in or left out. */
const edited = (text: string): Gen.Gen<string> =>
  Gen.gen(function*() {
    const at = yield* Gen.int(0, text.length - 1)
    const letter = yield* Gen.pick(["a", "b", "c", ""])
    return text.slice(0, at) + letter + text.slice(at + (yield* Gen.int(letter === "" ? 1 : 0, 1)))
  })

type Ends = (starts: ReadonlySet<number>) => ReadonlySet<number>

/** What the pattern describes, as where in the text it can end when it starts at given places. */
const reader = (pattern: string, text: string): Ends => {
  let at = 0
  const atom = (): Ends => {
    const letter = pattern[at++]!
    let ends: Ends
    if (letter === "(") {
      ends = alternatives()
      at++
    } else {ends = (starts) =>
        new Set([...starts].filter((start) => text[start] === letter).map((start) => start + 1))}
    if (pattern[at] !== "*") return ends
    at++
    return (starts) => {
      const reached = new Set(starts)
      // The set grows while it is read, and with it what another repetition starts from.
      for (const start of reached) for (const end of ends(new Set([start]))) reached.add(end)
      return reached
    }
  }
  const sequence = (): Ends => {
    let ends = atom()
    while (at < pattern.length && !"|)".includes(pattern[at]!)) {
      const [before, next] = [ends, atom()]
      ends = (starts) => next(before(starts))
    }
    return ends
  }
  const alternatives = (): Ends => {
    let ends = sequence()
    while (pattern[at] === "|") {
      at++
      const [one, other] = [ends, sequence()]
      ends = (starts) => new Set([...one(starts), ...other(starts)])
    }
    return ends
  }
  return alternatives()
}

const describes = (pattern: string, text: string): boolean =>
  reader(pattern, text)(new Set([0])).has(text.length)

const operators = [false, true].flatMap((starred) =>
  [false, false, true].map((either) => ({ either, starred }))
)

export default Environment.make({
  name: "regular-expression",
  tags: ["text", "formal-language", "automaton"],
  skill: "matching a whole text against a regular expression",
  source: "Classic; Kleene 1956, Thompson 1968",
  scale: { leaves: Scale.geometric({ min: 3, max: 200 }) },
  instance: Schema.Struct({
    pattern: Schema.String.pipe(Schema.pattern(/^[abc|()*]+$/)),
    text: Schema.String.pipe(Schema.pattern(/^[abc]+$/))
  }),
  answer: Answer.choice("yes", "no"),
  // Half of the texts are described, the others are so but for a few edits.
  generate: ({ leaves }) =>
    Gen.gen(function*() {
      const leaf = Gen.struct({ letter: Gen.pick(["a", "b", "c"]), starred: Gen.boolean(0.2) })
      const tree = yield* Gen.expression({ leaf, operators, leaves })
      const described = yield* Gen.filter(
        sample(tree),
        ({ length }) => 1 < length && length <= 3 * leaves,
        "too short or too long a text"
      )
      const pattern = write(tree)
      if (yield* Gen.boolean()) return { pattern, text: described }
      let text = described
      for (let edit = 0; edit < 8 && describes(pattern, text); edit++) text = yield* edited(described)
      return { pattern, text }
    }),
  statement: ({ pattern, text }) =>
    `Does ${pattern} describe the whole of ${text}, yes or no? A bar | means or, a star * means that the letter or the `
    + `bracket before it stands any number of times, also not at all.`,
  solve: ({ pattern, text }) => describes(pattern, text) ? "yes" : "no",
  brute: {
    upTo: { leaves: 9 },
    // The notation is that of the language itself.
    solve: ({ pattern, text }) => new RegExp(`^(?:${pattern})$`).test(text) ? "yes" : "no"
  },
  properties: {
    "so many letters in the pattern": ({ pattern }, _, { leaves }) =>
      pattern.replace(/[^abc]/g, "").length === leaves,
    "not only letters that the pattern lacks": ({ pattern, text }, gold) =>
      gold === "no" || [...text].every((letter) => pattern.includes(letter))
  }
})
