import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"
import * as Polynomial from "./polynomial/Polynomial.ts"

export default Environment.make({
  name: "polynomial-evaluation",
  tags: ["algebra", "polynomials"],
  skill: "evaluating a polynomial",
  source: "Classic; Horner 1819",
  scale: {
    degree: Scale.geometric({ min: 1, max: 150 }),
    maxCoefficient: Scale.geometric({ min: 9, max: 9_999 }),
    maxX: Scale.geometric({ min: 5, max: 99 })
  },
  instance: Schema.Struct({
    coefficients: Schema.Array(Schema.Int.pipe(Schema.between(-9_999, 9_999))).pipe(
      Schema.minItems(2),
      Schema.maxItems(151)
    ),
    x: Schema.Int.pipe(Schema.between(-99, 99))
  }),
  answer: Answer.bigint,
  generate: ({ degree, maxCoefficient, maxX }) =>
    Gen.gen(function*() {
      const leading = yield* Gen.int(2, maxCoefficient)
      const others = yield* Gen.array(Gen.int(-maxCoefficient, maxCoefficient), degree)
      const x = (yield* Gen.int(2, maxX)) * (yield* Gen.pick([-1, 1]))
      return { coefficients: [leading, ...others], x }
    }),
  statement: ({ coefficients, x }) => `Find ${Polynomial.show(coefficients)} at x = ${x}.`,
  solve: ({ coefficients, x }) =>
    coefficients.reduce((value, coefficient) => value * BigInt(x) + BigInt(coefficient), 0n),
  brute: {
    upTo: {},
    // Every term by itself, its power by repeated multiplication.
    solve: ({ coefficients, x }) => {
      let value = 0n
      for (const [index, coefficient] of coefficients.entries()) {
        let term = BigInt(coefficient)
        for (let power = index + 1; power < coefficients.length; power++) term *= BigInt(x)
        value += term
      }
      return value
    }
  },
  properties: {
    "of the degree that it should have, no number too large": ({ coefficients, x }, _, scale) =>
      coefficients.length === scale.degree + 1 && coefficients[0]! > 1 &&
      coefficients.every((coefficient) => Math.abs(coefficient) <= scale.maxCoefficient) &&
      Math.abs(x) > 1 && Math.abs(x) <= scale.maxX
  }
})
