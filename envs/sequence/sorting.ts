import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const count = (values: ReadonlyArray<number>, value: number) =>
  values.filter((other) => other === value).length

export default Environment.make({
  name: "sorting",
  tags: ["sequence", "order"],
  skill: "ordering numbers",
  source: "Classic",
  scale: { n: Scale.geometric({ min: 3, max: 100 }), maxValue: Scale.geometric({ min: 9, max: 9_999 }) },
  instance: Schema.Struct({
    values: Schema.Array(Schema.Int.pipe(Schema.between(0, 9_999))).pipe(
      Schema.minItems(1),
      Schema.maxItems(100)
    )
  }),
  answer: Answer.array(Answer.integer),
  generate: ({ n, maxValue }) => Gen.struct({ values: Gen.array(Gen.int(0, maxValue), n) }),
  statement: ({ values }) => `Sort ${values.join(" ")} in ascending order.`,
  solve: ({ values }) => values.toSorted((a, b) => a - b),
  brute: {
    upTo: {},
    // The place of a value is the number of values that must stand before it.
    solve: ({ values }) => {
      const sorted = [...values]
      values.forEach((value, index) => {
        sorted[values.filter((other, at) => other < value || (other === value && at < index)).length] = value
      })
      return sorted
    }
  },
  properties: {
    "ascending": (_, gold) => gold.every((value, index) => index === 0 || gold[index - 1]! <= value),
    "the same values": ({ values }, gold) =>
      gold.length === values.length && values.every((value) => count(values, value) === count(gold, value))
  }
})
