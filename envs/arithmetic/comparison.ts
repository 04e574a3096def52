import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Term = Schema.Int.pipe(Schema.between(0, 999_999_999))

export default Environment.make({
  name: "comparison",
  tags: ["arithmetic", "order"],
  skill: "comparing numbers digit by digit",
  source: "Elementary arithmetic",
  scale: { maxTerm: Scale.geometric({ min: 29, max: 999_999_999 }) },
  instance: Schema.Struct({
    asked: Schema.Literal("larger", "smaller"),
    first: Term,
    second: Term
  }),
  answer: Answer.integer,
  // Half of the pairs lie close together, so that the leading digit does not decide them.
  generate: ({ maxTerm }) =>
    Gen.gen(function*() {
      const asked = yield* Gen.pick(["larger", "smaller"])
      const first = yield* Gen.int(0, maxTerm)
      const reach = yield* Gen.pick([Math.ceil(maxTerm / 10), maxTerm])
      const other = yield* Gen.int(Math.max(0, first - reach), Math.min(maxTerm, first + reach) - 1)
      return { asked, first, second: other < first ? other : other + 1 }
    }),
  statement: ({ asked, first, second }) => `Which is ${asked}, ${first} or ${second}?`,
  solve: ({ asked, first, second }) => (first > second) === (asked === "larger") ? first : second,
  brute: {
    upTo: { maxTerm: 9_999 },
    // Counts both down together: the one that reaches 0 first is the smaller.
    solve: ({ asked, first, second }) => {
      let left = first
      let right = second
      while (left > 0 && right > 0) {
        left--
        right--
      }
      const smaller = left === 0 ? first : second
      return asked === "smaller" ? smaller : first + second - smaller
    }
  },
  properties: {
    "two different numbers, none too large": ({ first, second }, _, { maxTerm }) =>
      first !== second && Math.max(first, second) <= maxTerm,
    "one of the two": ({ first, second }, gold) => gold === first || gold === second,
    "not passed by the other": ({ asked, first, second }, gold) =>
      asked === "larger" ? gold >= first && gold >= second : gold <= first && gold <= second
  }
})
