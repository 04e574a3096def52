import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "multiples-count",
  tags: ["probability", "counting", "divisibility"],
  skill: "inclusion and exclusion of multiples",
  source: "Classic; da Silva 1854, Sylvester 1883",
  scale: { limit: Scale.geometric({ min: 30, max: 100_000 }), divisors: Scale.linear({ min: 2, max: 8 }) },
  instance: Schema.Struct({
    limit: Schema.Int.pipe(Schema.between(1, 100_000)),
    divisors: Schema.Array(Schema.Int.pipe(Schema.between(2, 100))).pipe(
      Schema.minItems(2),
      Schema.maxItems(8)
    )
  }),
  answer: Answer.integer,
  generate: ({ limit, divisors }) =>
    Gen.struct({
      limit: Gen.int(Math.ceil(limit / 2), limit),
      divisors: Gen.distinct(2, Math.min(100, Math.floor(limit / 3)), divisors)
    }),
  statement: ({ limit, divisors }) =>
    `How many of the whole numbers from 1 to ${limit} are divisible by at least one of the numbers ${
      divisors.slice(0, -1).join(", ")
    } and ${divisors.at(-1)}?`,
  // By least common multiples of the divisors, each added or taken away.
  solve: ({ limit, divisors }) => {
    const gcd = (a: number, b: number): number => b === 0 ? a : gcd(b, a % b)
    const count = (at: number, multiple: number, sign: number): number => {
      if (multiple > limit) return 0
      const divisor = divisors[at]
      if (divisor === undefined) return multiple === 1 ? 0 : sign * Math.floor(limit / multiple)
      return count(at + 1, multiple, sign) + count(at + 1, multiple / gcd(multiple, divisor) * divisor, -sign)
    }
    return count(0, 1, -1)
  },
  brute: {
    upTo: {},
    // The numbers that are struck out when all multiples are.
    solve: ({ limit, divisors }) => {
      const struck = new Uint8Array(limit + 1)
      for (const divisor of divisors) {
        for (let multiple = divisor; multiple <= limit; multiple += divisor) struck[multiple] = 1
      }
      return struck.reduce((sum, one) => sum + one)
    }
  },
  properties: {
    "within the scale": ({ limit, divisors }, _, scale) =>
      2 * limit >= scale.limit && limit <= scale.limit && divisors.length === scale.divisors,
    "each divisor has three multiples at least to be found among": ({ divisors }, _, scale) =>
      new Set(divisors).size === divisors.length && divisors.every((divisor) => 3 * divisor <= scale.limit)
  }
})
