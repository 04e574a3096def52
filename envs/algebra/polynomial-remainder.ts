import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"
import * as Polynomial from "./polynomial/Polynomial.ts"

const Coefficient = Schema.Int.pipe(Schema.between(-99, 99))

const value = (coefficients: ReadonlyArray<number | bigint>, x: bigint): bigint =>
  coefficients.reduce<bigint>((sum, coefficient) => sum * x + BigInt(coefficient), 0n)

export default Environment.make({
  name: "polynomial-remainder",
  tags: ["algebra", "polynomials", "divisibility"],
  skill: "long division of polynomials",
  source: "Elementary algebra",
  scale: {
    degree: Scale.geometric({ min: 3, max: 140 }),
    divisorDegree: Scale.geometric({ min: 2, max: 12 }),
    maxCoefficient: Scale.geometric({ min: 5, max: 99 })
  },
  instance: Schema.Struct({
    dividend: Schema.Array(Coefficient).pipe(
      Schema.minItems(2),
      Schema.maxItems(141),
      Schema.filter(([leading]) => leading !== 0, { message: () => "the leading coefficient must not be 0" })
    ),
    divisor: Schema.Array(Coefficient).pipe(
      Schema.minItems(3),
      Schema.maxItems(13),
      Schema.filter(([leading]) => leading === 1, { message: () => "the leading coefficient must be 1" })
    )
  }),
  answer: Answer.array(Answer.bigint),
  generate: ({ degree, divisorDegree, maxCoefficient }) =>
    Gen.gen(function*() {
      const leading = yield* Gen.int(1, maxCoefficient)
      const coefficient = Gen.int(-maxCoefficient, maxCoefficient)
      const others = yield* Gen.array(coefficient, degree)
      const divisor = yield* Gen.array(coefficient, divisorDegree)
      return { dividend: [leading, ...others], divisor: [1, ...divisor] }
    }),
  statement: ({ dividend, divisor }) =>
    `Find the remainder when ${Polynomial.show(dividend)} is divided by ${
      Polynomial.show(divisor)
    }. List its ${divisor.length - 1} coefficients, zeros too, from ${
      Polynomial.term(1, divisor.length - 2)
    } down to the constant.`,
  solve: ({ dividend, divisor }) => {
    const left = dividend.map(BigInt)
    while (left.length >= divisor.length) {
      const multiple = left[0]!
      divisor.forEach((coefficient, index) => (left[index]! -= multiple * BigInt(coefficient)))
      left.shift()
    }
    return [...Array.from({ length: divisor.length - 1 - left.length }, () => 0n), ...left]
  },
  brute: {
    upTo: {},
    // The remainders of 1, x, x^2 and so on, each x times the one before, added up as the dividend says.
    solve: ({ dividend, divisor: [, ...lower] }) => {
      let power = lower.map((_, index) => BigInt(index === lower.length - 1))
      let sum = lower.map(() => BigInt(0))
      for (const coefficient of dividend.toReversed()) {
        sum = sum.map((one, index) => one + BigInt(coefficient) * power[index]!)
        const [overflow = 0n, ...shifted] = [...power, 0n]
        power = shifted.map((one, index) => one - overflow * BigInt(lower[index]!))
      }
      return sum
    }
  },
  properties: {
    "of the degrees that they should have, no coefficient too large": ({ dividend, divisor }, _, scale) =>
      dividend.length === scale.degree + 1 && divisor.length === scale.divisorDegree + 1 &&
      dividend[0]! > 0 &&
      [...dividend, ...divisor].every((coefficient) => Math.abs(coefficient) <= scale.maxCoefficient),
    "of a lower degree than the divisor": ({ divisor }, gold) => gold.length === divisor.length - 1,
    "the divisor divides what is left without it, wherever both are evaluated": (
      { dividend, divisor },
      gold
    ) =>
      [1_000n, 1_001n, -1_002n].every((x) => (value(dividend, x) - value(gold, x)) % value(divisor, x) === 0n)
  }
})
