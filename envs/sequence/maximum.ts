import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "maximum",
  tags: ["sequence", "order"],
  skill: "scanning for the largest",
  source: "Classic; the champion problem",
  scale: { n: Scale.geometric({ min: 3, max: 128 }), maxValue: Scale.geometric({ min: 19, max: 9_999 }) },
  instance: Schema.Struct({
    values: Schema.Array(Schema.Int.pipe(Schema.between(0, 9_999))).pipe(
      Schema.minItems(1),
      Schema.maxItems(128)
    )
  }),
  answer: Answer.integer,
  // Everything lies below a ceiling of its own, so that the answer is not always near the largest possible value.
  generate: ({ n, maxValue }) =>
    Gen.gen(function*() {
      const ceiling = yield* Gen.int(Math.ceil(maxValue / 4), maxValue)
      return { values: yield* Gen.array(Gen.int(0, ceiling), n) }
    }),
  statement: ({ values }) => `Find the largest of ${values.join(" ")}.`,
  solve: ({ values }) => values.reduce((largest, value) => (value > largest ? value : largest)),
  brute: {
    upTo: {},
    solve: ({ values }) => values.find((value) => values.every((other) => other <= value))!
  },
  properties: {
    "one of the values": ({ values }, gold) => values.includes(gold),
    "no value is larger": ({ values }, gold) => !values.some((value) => value > gold)
  }
})
