import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "digit-sum",
  tags: ["arithmetic", "digits"],
  skill: "adding up the digits of a number",
  source: "Elementary arithmetic",
  scale: { digits: Scale.geometric({ min: 3, max: 1_950 }) },
  instance: Schema.Struct({
    number: Schema.String.pipe(Schema.pattern(/^[1-9][0-9]*$/), Schema.maxLength(1_950))
  }),
  answer: Answer.integer,
  generate: ({ digits }) =>
    Gen.gen(function*() {
      const first = yield* Gen.int(1, 9)
      return { number: `${first}${yield* Gen.string("0123456789", digits - 1)}` }
    }),
  statement: ({ number }) => `Add up the digits of ${number}.`,
  solve: ({ number }) => [...number].reduce((sum, digit) => sum + Number(digit), 0),
  brute: {
    upTo: {},
    // Each digit as often as it occurs.
    solve: ({ number }) =>
      [1, 2, 3, 4, 5, 6, 7, 8, 9].reduce(
        (sum, digit) => sum + digit * (number.split(String(digit)).length - 1),
        0
      )
  },
  properties: {
    "as many digits as there should be, no zero in front": ({ number }, _, { digits }) =>
      number.length === digits && !number.startsWith("0"),
    "as much above a multiple of nine as the number": ({ number }, gold) =>
      (BigInt(number) - BigInt(gold)) % 9n === 0n
  }
})
