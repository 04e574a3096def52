/** Environments of a simulation: nothing but a ladder and a hardness, of which the simulated learner knows. */
import { setting } from "@scaler/policy/Setting"
import { Schema } from "effect"

const Count = Schema.Int.pipe(Schema.positive())
const Share = Schema.Number.pipe(Schema.between(0, 1))
const NonNegative = Schema.Number.pipe(Schema.nonNegative())

export const Settings = Schema.Struct({
  environments: Count.annotations({ description: "Environments that are trained on" }),
  neverTrained: setting(Schema.Int.pipe(Schema.nonNegative()), 0, "Environments beside them that never are"),
  clusters: setting(Count, 1, "Families of related environments, of equal size; default 1"),
  highestLevels: setting(
    Schema.Struct({ least: Count, most: Count }),
    { least: 5, most: 30 },
    "Highest levels, drawn alike between these; default 5 to 30"
  ),
  start: setting(
    Schema.Struct({ mean: Schema.Number, spread: NonNegative }),
    { mean: 1, spread: 2 },
    "Logit of success at level 0 before training, normal; default mean 1, spread 2"
  ),
  steepness: setting(
    Schema.Struct({ median: NonNegative, spread: NonNegative }),
    { median: 0.6, spread: 0.4 },
    "Loss of the logit per level, log-normal: its median, and the spread of its logarithm; default 0.6 and 0.4"
  ),
  speed: setting(
    NonNegative,
    0.5,
    "Spread of the logarithm of learning speeds between environments; default 0.5"
  ),
  hopeless: setting(Share, 0.1, "Share of environments in which nothing can be learnt; default 0.1"),
  trivial: setting(Share, 0.1, "Share of environments of which everything is known; default 0.1")
})
export type Settings = typeof Settings.Type
