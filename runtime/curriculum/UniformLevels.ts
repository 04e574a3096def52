/** All levels of an environment alike, and all environments alike: the baseline beside every rule that adapts. */
import { Schema } from "effect"
import * as ActiveSet from "./ActiveSet.ts"
import type { Curriculum } from "./Curriculum.ts"
import * as PerEnvironment from "./PerEnvironment.ts"
import * as UniformCuration from "./UniformCuration.ts"

export const Settings = Schema.Struct({
  rule: Schema.Literal("uniform"),
  slots: ActiveSet.Slots
})
export type Settings = typeof Settings.Type

/** An environment with the mean level of its last step's rollouts, 0 before the first. */
export const Environment = Schema.Struct({
  name: Schema.String,
  maxLevel: Schema.Int,
  meanLevel: Schema.JsonNumber
})
export type Environment = typeof Environment.Type

export const State = Schema.Struct({
  rule: Schema.Literal("uniform"),
  environments: Schema.Array(Environment),
  activeSet: ActiveSet.State
})
export type State = typeof State.Type

/** Rollout-weighted mean of the levels of a step; undefined without rollouts. */
export const meanLevel = (seen: ReadonlyArray<PerEnvironment.Seen>): number | undefined => {
  // Whole numbers: their sums do not depend on their order.
  const rollouts = seen.reduce((sum, each) => sum + each.rollouts, 0)
  return rollouts === 0
    ? undefined
    : seen.reduce((sum, { level, rollouts }) => sum + level * rollouts, 0) / rollouts
}

/** The curriculum of uniform levels for a run with this seed. */
export const make = ({ slots }: Settings, seed: number): Curriculum<State> =>
  PerEnvironment.make<Environment, State>(
    {
      schema: State,
      empty: { rule: "uniform", environments: [], activeSet: ActiveSet.initial(slots) },
      begin: ({ maxLevel, name }) => ({ name, maxLevel, meanLevel: 0 }),
      withMaxLevel: (environment, maxLevel) => ({
        ...environment,
        maxLevel,
        meanLevel: Math.min(environment.meanLevel, maxLevel)
      }),
      standing: ({ maxLevel, meanLevel }) => ({ maxLevel, difficulty: meanLevel }),
      curate: (state, environments, step) => UniformCuration.curate(state, { seed, step, environments }),
      propose: (environment, count, _, random) => {
        const { maxLevel } = environment
        return {
          levels: Array.from({ length: count }, () => random.below(maxLevel + 1)),
          choice: { _tag: "uniform", maxLevel },
          memory: environment
        }
      },
      observe: (environment, _, seen) => ({
        ...environment,
        meanLevel: meanLevel(seen) ?? environment.meanLevel
      })
    },
    seed,
    slots
  )
