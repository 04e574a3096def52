import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "median",
  tags: ["data", "statistics"],
  skill: "finding the middle value",
  source: "Classic; Galton 1881",
  scale: {
    pairs: Scale.geometric({ min: 1, max: 190 }),
    maxValue: Scale.geometric({ min: 20, max: 9_999 })
  },
  instance: Schema.Struct({
    values: Schema.Array(Schema.Int.pipe(Schema.between(0, 9_999))).pipe(
      Schema.maxItems(381),
      Schema.filter((values) => values.length % 2 === 1)
    )
  }),
  answer: Answer.integer,
  // As many values at the middle or below as at the middle or above, so that the middle can be anything.
  generate: ({ pairs, maxValue }) =>
    Gen.gen(function*() {
      const middle = yield* Gen.int(0, maxValue)
      const below = yield* Gen.array(Gen.int(0, middle), pairs)
      const above = yield* Gen.array(Gen.int(middle, maxValue), pairs)
      return { values: yield* Gen.shuffle([middle, ...below, ...above]) }
    }),
  statement: ({ values }) => `Find the median of ${values.join(" ")}.`,
  solve: ({ values }) => values.toSorted((a, b) => a - b)[values.length >> 1]!,
  brute: {
    upTo: {},
    // The smallest and the largest go, until one is left.
    solve: ({ values }) => {
      const left = [...values]
      while (left.length > 1) {
        left.splice(left.indexOf(Math.min(...left)), 1)
        left.splice(left.indexOf(Math.max(...left)), 1)
      }
      return left[0]!
    }
  },
  properties: {
    "two values more with each pair, none too large": ({ values }, _, { pairs, maxValue }) =>
      values.length === 1 + 2 * pairs && values.every((value) => value <= maxValue),
    "one of the values, with at most half of them on either side": ({ values }, gold) =>
      values.includes(gold) &&
      2 * values.filter((value) => value < gold).length < values.length &&
      2 * values.filter((value) => value > gold).length < values.length
  }
})
