import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"
import * as Polynomial from "./polynomial/Polynomial.ts"

const Factor = Schema.Array(Schema.Int.pipe(Schema.between(-99, 99))).pipe(
  Schema.minItems(2),
  Schema.maxItems(9),
  Schema.filter(([leading]) => leading !== 0, { message: () => "the leading coefficient must not be 0" })
)

const value = (coefficients: ReadonlyArray<number | bigint>, x: bigint): bigint =>
  coefficients.reduce<bigint>((sum, coefficient) => sum * x + BigInt(coefficient), 0n)

export default Environment.make({
  name: "polynomial-product",
  tags: ["algebra", "polynomials"],
  skill: "expanding a product of polynomials",
  source: "Elementary algebra",
  scale: {
    factors: Scale.geometric({ min: 2, max: 48 }),
    degree: Scale.geometric({ min: 1, max: 8 }),
    maxCoefficient: Scale.geometric({ min: 5, max: 99 })
  },
  instance: Schema.Struct({
    factors: Schema.Array(Factor).pipe(Schema.minItems(2), Schema.maxItems(48))
  }),
  answer: Answer.array(Answer.bigint),
  generate: ({ factors, degree, maxCoefficient }) =>
    Gen.struct({
      factors: Gen.array(
        Gen.gen(function*() {
          const leading = yield* Gen.int(1, maxCoefficient)
          return [leading, ...(yield* Gen.array(Gen.int(-maxCoefficient, maxCoefficient), degree))]
        }),
        factors
      )
    }),
  statement: ({ factors }) =>
    `Expand ${
      factors.map((factor) => `(${Polynomial.show(factor)})`).join("")
    }. List all coefficients, zeros too, from the highest power of x down to the constant.`,
  solve: ({ factors }) =>
    factors.reduce<ReadonlyArray<bigint>>((product, factor) => {
      const next = Array.from({ length: product.length + factor.length - 1 }, () => 0n)
      for (const [at, one] of product.entries()) {
        for (const [by, other] of factor.entries()) next[at + by]! += one * BigInt(other)
      }
      return next
    }, [1n]),
  brute: {
    upTo: { factors: 8 },
    // Numbers in place of polynomials: x is a power of ten so large that the coefficients stay apart in the product.
    solve: ({ factors }) => {
      const digits = BigInt(4 * factors.length + 4)
      const x = 10n ** digits
      let left = factors.reduce(
        (product, factor) => product * value(factor, x),
        1n
      )
      const coefficients: Array<bigint> = []
      while (left !== 0n) {
        const coefficient = ((left % x) + x + x / 2n) % x - x / 2n
        coefficients.unshift(coefficient)
        left = (left - coefficient) / x
      }
      return coefficients
    }
  },
  properties: {
    "as many factors of that degree as there should be, no coefficient too large": ({ factors }, _, scale) =>
      factors.length === scale.factors &&
      factors.every((factor) =>
        factor.length === scale.degree + 1 && factor[0]! > 0 &&
        factor.every((coefficient) => Math.abs(coefficient) <= scale.maxCoefficient)
      ),
    "the same value as the product of the factors, wherever they are evaluated": ({ factors }, gold) =>
      [1n, -1n, 10n, -7n].every((x) =>
        factors.reduce((product, factor) => product * value(factor, x), 1n) === value(gold, x)
      ),
    "a coefficient of every power": ({ factors }, gold) =>
      gold.length - 1 === factors.reduce((degree, factor) => degree + factor.length - 1, 0)
  }
})
