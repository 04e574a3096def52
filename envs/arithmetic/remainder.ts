import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "remainder",
  tags: ["arithmetic", "divisibility"],
  skill: "long division",
  source: "Elementary arithmetic",
  scale: {
    digits: Scale.geometric({ min: 2, max: 1_900 }),
    maxDivisor: Scale.geometric({ min: 9, max: 999_999 })
  },
  instance: Schema.Struct({
    dividend: Schema.String.pipe(Schema.pattern(/^[1-9][0-9]*$/), Schema.maxLength(1_900)),
    divisor: Schema.Int.pipe(Schema.between(2, 999_999))
  }),
  answer: Answer.integer,
  generate: ({ digits, maxDivisor }) =>
    Gen.gen(function*() {
      const first = yield* Gen.int(1, 9)
      const others = yield* Gen.string("0123456789", digits - 1)
      return { dividend: `${first}${others}`, divisor: yield* Gen.int(2, maxDivisor) }
    }),
  statement: ({ dividend, divisor }) => `Find the remainder when ${dividend} is divided by ${divisor}.`,
  solve: ({ dividend, divisor }) => Number(BigInt(dividend) % BigInt(divisor)),
  brute: {
    upTo: {},
    // By hand: bringing down one digit after another.
    solve: ({ dividend, divisor }) => {
      let left = 0
      for (const digit of dividend) {
        left = 10 * left + Number(digit)
        while (left >= divisor) left -= divisor
      }
      return left
    }
  },
  properties: {
    "as many digits as there should be, no zero in front, the divisor not too large": (
      { dividend, divisor },
      _,
      scale
    ) => dividend.length === scale.digits && !dividend.startsWith("0") && divisor <= scale.maxDivisor,
    "less than the divisor": ({ divisor }, gold) => 0 <= gold && gold < divisor
  }
})
