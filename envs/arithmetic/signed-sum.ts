import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "signed-sum",
  tags: ["arithmetic"],
  skill: "subtracting with borrows and signs",
  source: "Elementary arithmetic",
  scale: {
    terms: Scale.geometric({ min: 2, max: 240 }),
    maxTerm: Scale.geometric({ min: 19, max: 999_999 })
  },
  instance: Schema.Struct({
    terms: Schema.Array(Schema.Int.pipe(Schema.between(-999_999, 999_999))).pipe(
      Schema.minItems(2),
      Schema.maxItems(240)
    )
  }),
  answer: Answer.integer,
  // A positive first and a negative second term: sums without a subtraction are another environment's.
  generate: ({ terms, maxTerm }) =>
    Gen.gen(function*() {
      const first = yield* Gen.int(1, maxTerm)
      const second = yield* Gen.int(1, maxTerm)
      return { terms: [first, -second, ...(yield* Gen.array(Gen.int(-maxTerm, maxTerm), terms - 2))] }
    }),
  statement: ({ terms: [first, ...others] }) =>
    `Find ${first}${others.map((term) => (term < 0 ? ` - ${-term}` : ` + ${term}`)).join("")}.`,
  solve: ({ terms }) => terms.reduce((sum, term) => sum + term, 0),
  brute: {
    upTo: {},
    // Place by place: ones, tens, hundreds and so on.
    solve: ({ terms }) => {
      let total = 0
      for (let place = 1; place <= 100_000; place *= 10) {
        for (const term of terms) {
          const digit = Math.floor(Math.abs(term) / place) % 10
          total += place * (term < 0 ? -digit : digit)
        }
      }
      return total
    }
  },
  properties: {
    "as many terms as there should be, none too large": ({ terms }, _, scale) =>
      terms.length === scale.terms && terms.every((term) => Math.abs(term) <= scale.maxTerm),
    "something is taken away from something": ({ terms: [first, second] }) => first! > 0 && second! < 0,
    "undoing every term leaves nothing": ({ terms }, gold) =>
      terms.reduce((left, term) => left - term, gold) === 0
  }
})
