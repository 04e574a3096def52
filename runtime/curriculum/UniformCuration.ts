/** The active set as a uniform sample: the baseline beside every rule that prefers some environments to others. */
import { Schema } from "effect"
import * as ActiveSet from "./ActiveSet.ts"
import type { Place } from "./Explanation.ts"
import type { Curated, Memories, Memory } from "./PerEnvironment.ts"
import * as SampledCuration from "./SampledCuration.ts"

export const Settings = Schema.Struct({ mode: Schema.Literal("uniform"), slots: ActiveSet.Slots })
export type Settings = typeof Settings.Type

/** All environments weigh the same. */
export const weight = (): number => 1

/** Why an active environment is in the set. */
export const place = (environments: number, slots: number): Place => ({
  _tag: "uniform",
  environments,
  slots
})

/** The active set of a step, with its reason. */
export const curate = (
  state: ActiveSet.State,
  { environments, seed, step }: {
    readonly seed: number
    readonly step: number
    readonly environments: Memories<Memory>
  }
): Curated<unknown> => ({
  ...SampledCuration.curate(state, { seed, step, members: environments.all, weight }),
  place: () => place(environments.all.length, state.slots.length)
})
