import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "maximum-subarray",
  tags: ["sequence", "dynamic-programming"],
  skill: "weighing gains against losses over consecutive numbers",
  source: "Classic; Grenander 1977, Kadane 1984",
  scale: { n: Scale.geometric({ min: 4, max: 420 }), maxValue: Scale.geometric({ min: 9, max: 999 }) },
  instance: Schema.Struct({
    values: Schema.Array(Schema.Int.pipe(Schema.between(-999, 999))).pipe(
      Schema.minItems(1),
      Schema.maxItems(420)
    )
  }),
  answer: Answer.integer,
  generate: ({ maxValue, n }) => Gen.struct({ values: Gen.array(Gen.int(-maxValue, maxValue), n) }),
  statement: ({ values }) =>
    `Find the largest sum of one or more consecutive numbers of ${values.join(" ")}.`,
  // Kadane: the best sum that ends here either goes on from the one before or begins here.
  solve: ({ values }) => {
    let best = -Infinity
    let ending = -Infinity
    for (const value of values) {
      ending = Math.max(ending, 0) + value
      best = Math.max(best, ending)
    }
    return best
  },
  brute: {
    upTo: {},
    solve: ({ values }) => {
      let best = values[0]!
      for (let start = 0; start < values.length; start++) {
        let sum = 0
        for (let end = start; end < values.length; end++) {
          sum += values[end]!
          if (sum > best) best = sum
        }
      }
      return best
    }
  },
  properties: {
    "as many values as the scale asks for, within its range": ({ values }, _, { maxValue, n }) =>
      values.length === n && values.every((value) => Math.abs(value) <= maxValue),
    "no less than the largest value": ({ values }, gold) => gold >= Math.max(...values),
    "no more than all that is gained": ({ values }, gold) =>
      gold <= values.reduce((sum, value) => sum + Math.max(value, 0), 0) || gold === Math.max(...values)
  }
})
