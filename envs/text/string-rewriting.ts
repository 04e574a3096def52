import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Rule = Schema.Tuple(
  Schema.String.pipe(Schema.pattern(/^[abc]{2}$/), Schema.maxLength(2)),
  Schema.String.pipe(Schema.pattern(/^[abc]{1,2}$/), Schema.maxLength(2))
)

const words = ["a", "b", "c"]
const pairs = words.flatMap((a) => words.map((b) => a + b))

/** Each step then makes the text shorter, or earlier in the alphabet, so that it comes to an end. */
const shrinks = ([left, right]: readonly [string, string]): boolean =>
  right.length < left.length || right < left

export default Environment.make({
  name: "string-rewriting",
  tags: ["text", "rewriting", "simulation"],
  skill: "applying rewriting rules until none applies",
  source: "Classic; Thue 1914, Markov 1951",
  scale: { length: Scale.geometric({ min: 5, max: 90 }), rules: Scale.linear({ min: 2, max: 5 }) },
  instance: Schema.Struct({
    text: Schema.String.pipe(Schema.pattern(/^[abc]+$/), Schema.maxLength(90)),
    rules: Schema.Array(Rule.pipe(Schema.filter(shrinks))).pipe(Schema.minItems(1), Schema.maxItems(5))
  }),
  answer: Answer.string,
  // One rule in three makes the text shorter; the others move letters, or change them.
  generate: ({ length, rules }) =>
    Gen.gen(function*() {
      const lefts = yield* Gen.subset(pairs.slice(1), rules)
      const drawn: Array<readonly [string, string]> = []
      for (const left of yield* Gen.shuffle(lefts)) {
        const shorter = yield* Gen.boolean(1 / 3)
        drawn.push([left, yield* Gen.pick(shorter ? words : pairs.slice(0, pairs.indexOf(left)))])
      }
      return { text: yield* Gen.string("abc", length), rules: drawn }
    }),
  statement: ({ text, rules }) =>
    `Start with the text ${text}. Of these rules, take the first whose left side stands in the text, and replace `
    + `the leftmost such place by the right side: ${
      rules.map(([left, right]) => `${left} -> ${right}`).join(", ")
    }. Do this again and again until no rule applies. What is the text then?`,
  solve: ({ text, rules }) => {
    let current = text
    for (;;) {
      const rule = rules.find(([left]) => current.includes(left))
      if (rule === undefined) return current
      const at = current.indexOf(rule[0])
      current = current.slice(0, at) + rule[1] + current.slice(at + rule[0].length)
    }
  },
  brute: {
    upTo: {},
    // All places where some rule applies; the one to take comes first by its rule, then by its place.
    solve: ({ text, rules }) => {
      const letters = [...text]
      for (;;) {
        const places = rules.flatMap(([left, right], order) =>
          letters.flatMap((letter, at) =>
            letter + (letters[at + 1] ?? "") === left ? [{ order, at, right }] : []
          )
        )
        const [first] = places.sort((a, b) => a.order - b.order || a.at - b.at)
        if (first === undefined) return letters.join("")
        letters.splice(first.at, 2, ...first.right)
      }
    }
  },
  properties: {
    "sizes as the scale asks, no left side twice": ({ text, rules }, _, scale) =>
      text.length === scale.length && rules.length === scale.rules &&
      new Set(rules.map(([left]) => left)).size === scale.rules,
    "no rule applies any more": ({ rules }, gold) => rules.every(([left]) => !gold.includes(left)),
    "neither longer nor, where as long, later in the alphabet": ({ text }, gold) =>
      0 < gold.length && (gold.length < text.length || (gold.length === text.length && gold <= text))
  }
})
