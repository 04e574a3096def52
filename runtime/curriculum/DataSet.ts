/**
 * A fixed set of instances per environment, gone through again and again: what training on a data set is, as a rule.
 * Levels and instances are drawn once, by the run's seed, and never depend on what the policy can do.
 */
import { fromCoordinates } from "@scaler/dsl/Random"
import { setting } from "@scaler/policy/Setting"
import { Schema } from "effect"
import * as ActiveSet from "./ActiveSet.ts"
import type { Curriculum } from "./Curriculum.ts"
import * as PerEnvironment from "./PerEnvironment.ts"
import * as UniformCuration from "./UniformCuration.ts"
import * as UniformLevels from "./UniformLevels.ts"

export const Settings = Schema.Struct({
  rule: Schema.Literal("data-set"),
  slots: ActiveSet.Slots,
  size: setting(Schema.Int.pipe(Schema.positive()), 256, "Instances per environment; default 256")
})
export type Settings = typeof Settings.Type

const Environment = Schema.Struct({
  ...UniformLevels.Environment.fields,
  /** The step that it was last planned for, −1 before the first; how many examples had gone before, and how many it took. */
  step: Schema.Int,
  before: Schema.Int,
  taken: Schema.Int
})
type Environment = typeof Environment.Type

export const State = Schema.Struct({
  rule: Schema.Literal("data-set"),
  environments: Schema.Array(Environment),
  activeSet: ActiveSet.State
})
export type State = typeof State.Type

/** The level of an example: all levels alike. */
const levelOf = (seed: number, { maxLevel, name }: Environment, example: number): number =>
  fromCoordinates("data-set", seed, name, example).below(maxLevel + 1)

/**
 * The curriculum of a fixed data set for a run with this seed. Where a step asks an environment for more than it has,
 * instances beyond the set are taken, since a step has none twice.
 */
export const make = ({ size, slots }: Settings, seed: number): Curriculum<State> =>
  PerEnvironment.make<Environment, State>(
    {
      schema: State,
      empty: { rule: "data-set", environments: [], activeSet: ActiveSet.initial(slots) },
      begin: ({ maxLevel, name }) => ({ name, maxLevel, meanLevel: 0, step: -1, before: 0, taken: 0 }),
      withMaxLevel: (environment, maxLevel) => ({
        ...environment,
        maxLevel,
        meanLevel: Math.min(environment.meanLevel, maxLevel)
      }),
      standing: ({ maxLevel, meanLevel }) => ({ maxLevel, difficulty: meanLevel }),
      curate: (state, environments, step) => UniformCuration.curate(state, { seed, step, environments }),
      propose: (environment, count, step) => {
        const before = environment.before + (step > environment.step ? environment.taken : 0)
        const period = Math.max(size, count)
        const indexes = Array.from({ length: count }, (_, i) => (before + i) % period)
        return {
          levels: indexes.map((index) => levelOf(seed, environment, index)),
          indexes,
          choice: { _tag: "data-set", first: before % period, size, pass: Math.floor(before / period) + 1 },
          memory: { ...environment, step: Math.max(step, environment.step), before, taken: count }
        }
      },
      observe: (environment, _, seen) => ({
        ...environment,
        meanLevel: UniformLevels.meanLevel(seen) ?? environment.meanLevel
      })
    },
    seed,
    slots
  )
