import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "divisor-count",
  tags: ["arithmetic", "divisibility", "counting"],
  skill: "counting divisors from the exponents of a factorization",
  source: "Classic; Hardy and Wright, An Introduction to the Theory of Numbers, 16.7",
  scale: {
    maxNumber: Scale.geometric({ min: 6_000, max: 9_999_999_999 }),
    maxFactor: Scale.geometric({ min: 30, max: 99 })
  },
  instance: Schema.Struct({ number: Schema.Int.pipe(Schema.between(1, 9_999_999_999)) }),
  answer: Answer.integer,
  // Small factors are multiplied as long as the number stays small enough: most numbers have few divisors.
  generate: ({ maxNumber, maxFactor }) =>
    Gen.gen(function*() {
      let number = 1
      for (let factor = 1; number * factor <= maxNumber; factor = yield* Gen.int(2, maxFactor)) {
        number *= factor
      }
      return { number }
    }),
  statement: ({ number }) => `How many positive divisors does ${number} have?`,
  solve: ({ number }) => {
    let count = 1
    let left = number
    for (let prime = 2; prime * prime <= left; prime++) {
      let exponent = 0
      for (; left % prime === 0; left /= prime) exponent++
      count *= exponent + 1
    }
    return left === 1 ? count : 2 * count
  },
  brute: {
    upTo: {},
    // Divisors come in pairs whose product is the number, but for its root.
    solve: ({ number }) => {
      let count = 0
      for (let divisor = 1; divisor * divisor <= number; divisor++) {
        if (number % divisor === 0) count += divisor * divisor === number ? 1 : 2
      }
      return count
    }
  },
  properties: {
    "a product of small factors, of the size that it should have": ({ number }, _, scale) => {
      let left = number
      for (let factor = 2; factor <= scale.maxFactor; factor++) while (left % factor === 0) left /= factor
      return left === 1 && number <= scale.maxNumber && number * scale.maxFactor > scale.maxNumber
    }
  }
})
