/** Environments of a simulation: nothing but a ladder and a nature, of which the simulated learner knows. */
import { fromCoordinates, type Random } from "@scaler/dsl/Random"
import { setting } from "@scaler/policy/Setting"
import { Schema } from "effect"
import { normal } from "./normal.ts"

const Count = Schema.Int.pipe(Schema.positive())
const Share = Schema.Number.pipe(Schema.between(0, 1))
const NonNegative = Schema.Number.pipe(Schema.nonNegative())

export const Settings = Schema.Struct({
  environments: Count.annotations({ description: "Environments that are trained on" }),
  neverTrained: setting(Schema.Int.pipe(Schema.nonNegative()), 0, "Environments beside them that never are"),
  families: setting(Count, 16, "Families of related environments, of equal size; default 16"),
  highestLevels: setting(
    Schema.Struct({ least: Count, most: Count }).pipe(
      Schema.filter(({ least, most }) => least <= most || "least must be at most most")
    ),
    { least: 5, most: 30 },
    "Highest levels, drawn alike between these; default 5 to 30"
  ),
  start: setting(
    Schema.Struct({ mean: Schema.Number, spread: NonNegative }),
    { mean: 1, spread: 2 },
    "Logit of success at level 0 after warm-up, normal; default mean 1, spread 2"
  ),
  steepness: setting(
    Schema.Struct({ median: NonNegative, spread: NonNegative }),
    { median: 0.6, spread: 0.4 },
    "Loss of the logit per level, log-normal: its median, and the spread of its logarithm; default 0.6 and 0.4"
  ),
  speed: setting(
    NonNegative,
    1.5,
    "Spread of the logarithm of learning speeds between environments, whose median is 1; default 1.5"
  ),
  hopeless: setting(Share, 0.1, "Share of environments in which nothing can be learnt; default 0.1"),
  trivial: setting(Share, 0.1, "Share of environments of which everything is known; default 0.1")
}).pipe(
  Schema.filter(({ hopeless, trivial }) =>
    hopeless + trivial <= 1
      ? undefined
      : { path: ["trivial"], message: "hopeless and trivial environments together are more than all" }
  )
)
export type Settings = typeof Settings.Type

/** All that an environment of a simulation is. */
export interface Nature {
  readonly name: string
  readonly highestLevel: number
  /** Logit of success at level 0 before training. */
  readonly start: number
  /** Loss of the logit per level. */
  readonly steepness: number
  /** How fast it is learnt; 0 where it cannot be. */
  readonly speed: number
  /** The number of its family. */
  readonly family: number
  readonly isTrained: boolean
}

/** Logit of what never succeeds, and of what always does. */
const out = 12

const nature = (settings: Settings, name: string, place: number, random: Random): Nature => {
  const { highestLevels: { least, most }, hopeless, start, steepness, trivial } = settings
  const highestLevel = least + random.below(most - least + 1)
  const slope = steepness.median * Math.exp(steepness.spread * normal(random))
  const first = start.mean + start.spread * normal(random)
  const speed = Math.exp(settings.speed * normal(random))
  const kind = random.unit()
  return {
    name,
    highestLevel,
    start: kind < hopeless ? -out : kind < hopeless + trivial ? out + slope * highestLevel : first,
    steepness: slope,
    speed: kind < hopeless ? 0 : speed,
    family: place % settings.families,
    isTrained: place < settings.environments
  }
}

/** The pool that a seed names, those trained on first; each environment is the same whatever the pool's size. */
export const make = (settings: Settings, seed: number): ReadonlyArray<Nature> =>
  Array.from({ length: settings.environments + settings.neverTrained }, (_, place) => {
    const name = `sim-${String(place).padStart(5, "0")}`
    return nature(settings, name, place, fromCoordinates("simulated-pool", seed, name))
  })
