import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "sum",
  tags: ["arithmetic"],
  skill: "adding with carries",
  source: "Elementary arithmetic",
  scale: {
    terms: Scale.geometric({ min: 2, max: 5 }),
    maxTerm: Scale.geometric({ min: 19, max: 999_999 })
  },
  instance: Schema.Struct({
    terms: Schema.Array(Schema.Int.pipe(Schema.between(0, 999_999))).pipe(
      Schema.minItems(2),
      Schema.maxItems(5)
    )
  }),
  answer: Answer.integer,
  generate: ({ terms, maxTerm }) => Gen.struct({ terms: Gen.array(Gen.int(0, maxTerm), terms) }),
  statement: ({ terms }) => `Add ${terms.slice(0, -1).join(", ")} and ${terms.at(-1)}.`,
  solve: ({ terms }) => terms.reduce((sum, term) => sum + term, 0),
  brute: {
    upTo: { maxTerm: 999 },
    solve: ({ terms }) => terms.map((term) => "|".repeat(term)).join("").length
  },
  properties: {
    "taking every term away leaves nothing": ({ terms }, gold) =>
      terms.reduce((left, term) => left - term, gold) === 0
  }
})
