import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Rational from "@scaler/dsl/Rational"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"
import * as Polynomial from "./polynomial/Polynomial.ts"

const Term = Schema.Struct({
  coefficient: Schema.Int.pipe(Schema.between(-999_999_999, 999_999_999)),
  power: Schema.Literal(0, 1)
})
type Term = Schema.Schema.Type<typeof Term>

const Side = Schema.Array(Term).pipe(Schema.minItems(1), Schema.maxItems(240))

const total = (side: ReadonlyArray<Term>, power: number): number =>
  side.reduce((sum, term) => (term.power === power ? sum + term.coefficient : sum), 0)

const show = (side: ReadonlyArray<Term>): string =>
  Polynomial.sum(side.map(({ coefficient, power }) => Polynomial.term(coefficient, power)))

export default Environment.make({
  name: "linear-equation",
  tags: ["algebra", "equations"],
  skill: "collecting like terms to solve for one unknown",
  source: "Classic; al-Khwarizmi, about 820",
  scale: {
    terms: Scale.geometric({ min: 3, max: 240 }),
    maxCoefficient: Scale.geometric({ min: 9, max: 999 })
  },
  instance: Schema.Struct({ left: Side, right: Side }).pipe(
    Schema.filter(({ left, right }) => total(left, 1) !== total(right, 1), {
      message: () => "the unknown must not cancel out"
    })
  ),
  answer: Answer.rational,
  // All terms but a last constant are drawn; that one follows from the solution.
  generate: ({ terms, maxCoefficient }) =>
    Gen.gen(function*() {
      const solution = yield* Gen.int(-maxCoefficient, maxCoefficient)
      const left: Array<Term> = [{ coefficient: yield* Gen.int(2, maxCoefficient), power: 1 }]
      const right: Array<Term> = []
      for (let drawn = 1; drawn < terms - 1; drawn++) {
        const coefficient = (yield* Gen.int(1, maxCoefficient)) * (yield* Gen.pick([-1, 1]))
        const side = drawn > 1 && (yield* Gen.boolean()) ? right : left
        side.push({ coefficient, power: drawn === 1 ? 0 : yield* Gen.pick([0, 1]) })
      }
      const slope = total(left, 1) - total(right, 1)
      if (slope === 0) return yield* Gen.reject("the unknown cancels out")
      right.push({ coefficient: slope * solution + total(left, 0) - total(right, 0), power: 0 })
      return { left, right }
    }),
  statement: ({ left, right }) => `Solve ${show(left)} = ${show(right)} for x.`,
  solve: ({ left, right }) =>
    Rational.make(total(right, 0) - total(left, 0), total(left, 1) - total(right, 1)),
  brute: {
    upTo: {},
    // How far the left side is above the right one is a straight line: where it crosses zero follows from two points.
    solve: ({ left, right }) => {
      const above = (x: number) => {
        let difference = 0
        for (const { coefficient, power } of left) difference += coefficient * x ** power
        for (const { coefficient, power } of right) difference -= coefficient * x ** power
        return difference
      }
      return Rational.make(above(0), above(0) - above(1))
    }
  },
  properties: {
    "as many terms as there should be, none too large": ({ left, right }, _, scale) =>
      left.length + right.length === scale.terms &&
      [...left, ...right.slice(0, -1)].every(({ coefficient }) =>
        coefficient !== 0 && Math.abs(coefficient) <= scale.maxCoefficient
      ),
    "the unknown and a constant on the left": ({ left }) =>
      [0, 1].every((power) => left.some((term) => term.power === power)),
    "whole, of the size that it should have": (_, { denominator, numerator }, { maxCoefficient }) =>
      denominator === 1n && Math.abs(Number(numerator)) <= maxCoefficient,
    "both sides are equal there": ({ left, right }, { numerator }) => {
      const value = (side: ReadonlyArray<Term>) =>
        side.reduce(
          (sum, { coefficient, power }) => sum + BigInt(coefficient) * numerator ** BigInt(power),
          0n
        )
      return value(left) === value(right)
    }
  }
})
