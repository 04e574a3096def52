import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Rational from "@scaler/dsl/Rational"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Fraction = Schema.Struct({
  denominator: Schema.Int.pipe(Schema.between(2, 999)),
  numerator: Schema.Int.pipe(Schema.between(-998, 998))
})

export default Environment.make({
  name: "fraction-sum",
  tags: ["arithmetic", "fractions"],
  skill: "adding fractions over a common denominator",
  source: "Elementary arithmetic",
  scale: {
    terms: Scale.geometric({ min: 2, max: 220 }),
    maxDenominator: Scale.geometric({ min: 9, max: 999 })
  },
  instance: Schema.Struct({
    terms: Schema.Array(Fraction).pipe(Schema.minItems(2), Schema.maxItems(220))
  }),
  answer: Answer.rational,
  generate: ({ terms, maxDenominator }) =>
    Gen.struct({
      terms: Gen.array(
        Gen.gen(function*() {
          const denominator = yield* Gen.int(2, maxDenominator)
          const numerator = (yield* Gen.int(1, denominator - 1)) * (yield* Gen.pick([-1, 1]))
          return { denominator, numerator }
        }),
        terms
      )
    }),
  statement: ({ terms }) => {
    const [first, ...others] = terms.map(({ denominator, numerator }) => `${numerator}/${denominator}`)
    const signed = others.map((term) => (term.startsWith("-") ? ` - ${term.slice(1)}` : ` + ${term}`))
    return `Find ${first}${signed.join("")} exactly.`
  },
  solve: ({ terms }) =>
    terms.reduce(
      (sum, { denominator, numerator }) =>
        Rational.make(
          sum.numerator * BigInt(denominator) + BigInt(numerator) * sum.denominator,
          sum.denominator * BigInt(denominator)
        ),
      Rational.make(0)
    ),
  brute: {
    upTo: { terms: 30 },
    // Over the product of all denominators, reduced by every number that could have come in with one of them.
    solve: ({ terms }) => {
      let denominator = terms.reduce((product, term) => product * BigInt(term.denominator), 1n)
      let numerator = terms.reduce(
        (sum, term) => sum + BigInt(term.numerator) * (denominator / BigInt(term.denominator)),
        0n
      )
      for (let divisor = 2n; divisor < 1_000n; divisor++) {
        while (numerator % divisor === 0n && denominator % divisor === 0n) {
          numerator /= divisor
          denominator /= divisor
        }
      }
      return { denominator, numerator }
    }
  },
  properties: {
    "as many proper fractions as there should be": ({ terms }, _, scale) =>
      terms.length === scale.terms &&
      terms.every(({ denominator, numerator }) =>
        numerator !== 0 && Math.abs(numerator) < denominator && denominator <= scale.maxDenominator
      ),
    "nothing is left when every term is taken away, over a common denominator": ({ terms }, gold) => {
      const common = terms.reduce(
        (product, { denominator }) => product * BigInt(denominator),
        gold.denominator
      )
      const left = terms.reduce(
        (sum, { denominator, numerator }) => sum - BigInt(numerator) * (common / BigInt(denominator)),
        gold.numerator * (common / gold.denominator)
      )
      return left === 0n
    }
  }
})
