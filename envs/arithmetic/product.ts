import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "product",
  tags: ["arithmetic"],
  skill: "long multiplication",
  source: "Elementary arithmetic",
  scale: {
    factors: Scale.geometric({ min: 2, max: 180 }),
    maxFactor: Scale.geometric({ min: 24, max: 999_999_999 })
  },
  instance: Schema.Struct({
    factors: Schema.Array(Schema.Int.pipe(Schema.between(2, 999_999_999))).pipe(
      Schema.minItems(2),
      Schema.maxItems(180)
    )
  }),
  answer: Answer.bigint,
  generate: ({ factors, maxFactor }) => Gen.struct({ factors: Gen.array(Gen.int(2, maxFactor), factors) }),
  statement: ({ factors }) => `Multiply ${factors.slice(0, -1).join(", ")} and ${factors.at(-1)}.`,
  solve: ({ factors }) => factors.reduce((product, factor) => product * BigInt(factor), 1n),
  brute: {
    upTo: {},
    // By hand: every digit times the next factor, from the last digit on, with carries.
    solve: ({ factors }) => {
      let digits: ReadonlyArray<number> = [1]
      for (const factor of factors) {
        let carry = 0
        const next = digits.map((digit) => {
          const sum = digit * factor + carry
          carry = Math.floor(sum / 10)
          return sum % 10
        })
        digits = [...next, ...[...String(carry)].reverse().map(Number)]
      }
      return BigInt(digits.toReversed().join(""))
    }
  },
  properties: {
    "as many factors as there should be, none too large": ({ factors }, _, scale) =>
      factors.length === scale.factors && factors.every((factor) => factor <= scale.maxFactor),
    "dividing by every factor leaves 1": ({ factors }, gold) => {
      let left = gold
      const exact = factors.every((factor) => {
        const divides = left % BigInt(factor) === 0n
        left /= BigInt(factor)
        return divides
      })
      return exact && left === 1n
    }
  }
})
