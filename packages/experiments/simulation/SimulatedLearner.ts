/** A learner whose skill is known: what stands in for a language model where curricula are compared. */
import { setting } from "@scaler/policy/Setting"
import { Schema } from "effect"

const Share = Schema.Number.pipe(Schema.between(0, 1))
const NonNegative = Schema.Number.pipe(Schema.nonNegative())
const Positive = Schema.Number.pipe(Schema.positive())

export const Settings = Schema.Struct({
  rate: setting(Positive, 1, "Logits that a unit of the group's gradient teaches; default 1"),
  reach: setting(
    Schema.Struct({ up: Positive, down: Positive }),
    { up: 2, down: 8 },
    "Levels over which a lesson fades to 1/e, above and below the level at which it was learnt; default 2 and 8"
  ),
  transfer: setting(
    Schema.Struct({ cluster: Share, all: Share }),
    { cluster: 0.05, all: 0.005 },
    "Share of a lesson that other environments of the family, and all others, learn too; default 0.05 and 0.005"
  ),
  forgetting: setting(Share, 1e-4, "Share of all that was learnt that fades with an update; default 0.0001"),
  instanceSpread: setting(NonNegative, 0.5, "Spread of the logit between instances of a level; default 0.5"),
  noise: setting(
    NonNegative,
    0.02,
    "Spread of what an update adds by chance to what it teaches, in logits; default 0.02"
  ),
  guessing: setting(Share, 0, "Chance of a right answer without any skill; default 0"),
  normalised: setting(
    Schema.Boolean,
    true,
    "Whether an update is as large whatever share of its groups has signal, as AdamW's nearly are; default true"
  )
})
export type Settings = typeof Settings.Type
