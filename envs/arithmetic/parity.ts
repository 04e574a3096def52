import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "parity",
  tags: ["arithmetic", "modular"],
  skill: "telling odd from even",
  source: "Elementary arithmetic",
  scale: { terms: Scale.geometric({ min: 2, max: 256 }), maxTerm: Scale.geometric({ min: 19, max: 999 }) },
  instance: Schema.Struct({
    terms: Schema.Array(Schema.Int.pipe(Schema.between(0, 999))).pipe(
      Schema.minItems(2),
      Schema.maxItems(256)
    )
  }),
  answer: Answer.choice("even", "odd"),
  // The parity of the sum is drawn first; the last term follows it, so that both answers are alike likely.
  generate: ({ terms, maxTerm }) =>
    Gen.gen(function*() {
      const parity = yield* Gen.pick([0, 1])
      const free = yield* Gen.array(Gen.int(0, maxTerm), terms - 1)
      const last = free.reduce((sum, term) => sum + term, parity) % 2
      const half = yield* Gen.int(0, Math.floor((maxTerm - last) / 2))
      return { terms: [...free, 2 * half + last] }
    }),
  statement: ({ terms }) => `Is ${terms.join(" + ")} even or odd?`,
  solve: ({ terms }) => terms.filter((term) => term % 2 === 1).length % 2 === 0 ? "even" : "odd",
  brute: {
    upTo: {},
    solve: ({ terms }) => /[02468]$/.test(String(terms.reduce((sum, term) => sum + term, 0))) ? "even" : "odd"
  },
  properties: {
    "as many terms as there should be, none too large": ({ terms }, _, scale) =>
      terms.length === scale.terms && terms.every((term) => term <= scale.maxTerm),
    "even exactly where the sum is twice a whole number": ({ terms }, gold) =>
      Number.isInteger(terms.reduce((sum, term) => sum + term, 0) / 2) === (gold === "even")
  }
})
