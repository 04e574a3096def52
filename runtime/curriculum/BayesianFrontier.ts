/** The Bayesian frontier with curation by value: levels by `Frontier.ts`, the active set by `ValueCuration.ts`. */
import { Schema } from "effect"
import * as ActiveSet from "./ActiveSet.ts"
import type { Curriculum } from "./Curriculum.ts"
import * as Frontier from "./Frontier.ts"
import * as FrontierLevels from "./FrontierLevels.ts"
import * as FrontierPopulation from "./FrontierPopulation.ts"
import * as PerEnvironment from "./PerEnvironment.ts"
import * as ValueCuration from "./ValueCuration.ts"

export const Settings = Schema.Struct({
  rule: Schema.Literal("bayesian"),
  frontier: Schema.optionalWith(Frontier.Settings, {
    default: () => Schema.decodeSync(Frontier.Settings)({})
  }),
  activeSet: Schema.optionalWith(ValueCuration.Settings, {
    default: () => Schema.decodeSync(ValueCuration.Settings)({})
  })
})
export type Settings = typeof Settings.Type

const Environment = Schema.Struct({ name: Schema.String, frontier: Frontier.State })
type Environment = typeof Environment.Type

export const State = Schema.Struct({
  rule: Schema.Literal("bayesian"),
  environments: Schema.Array(Environment),
  activeSet: ActiveSet.State
})
export type State = typeof State.Type

/**
 * The curriculum of the Bayesian frontier.
 *
 * @param samples responses in a group
 */
export const make = (
  { activeSet, frontier }: Settings,
  { samples, seed }: { readonly seed: number; readonly samples: number }
): Curriculum<State> => {
  /** Of lists of environments, which do not change: a plan asks more than once. */
  const populations = new WeakMap<ReadonlyArray<Environment>, FrontierPopulation.Population>()
  const populationOf = (environments: ReadonlyArray<Environment>) => {
    const known = populations.get(environments)
    if (known !== undefined) return known
    const population = FrontierPopulation.of(frontier, environments.map((each) => each.frontier))
    populations.set(environments, population)
    return population
  }
  return PerEnvironment.make<Environment, State>(
    {
      schema: State,
      empty: { rule: "bayesian", environments: [], activeSet: ActiveSet.initial(activeSet.slots) },
      begin: ({ maxLevel, name }) => ({ name, frontier: Frontier.initial(maxLevel) }),
      withMaxLevel: (environment, maxLevel) => ({
        ...environment,
        frontier: Frontier.withMaxLevel(environment.frontier, maxLevel)
      }),
      standing: ({ frontier: { difficulty, maxLevel } }) => ({ difficulty, maxLevel }),
      curate: (state, environments, step) => {
        let updates = 0
        for (const environment of environments.all) updates += environment.frontier.updates
        return ValueCuration.curate(
          state,
          environments,
          { settings: activeSet, frontier, others: populationOf(environments.all), samples, step, updates },
          seed
        )
      },
      propose: (environment, count, step, random, all) => ({
        ...FrontierLevels.propose(frontier, environment.frontier, {
          count,
          step,
          samples,
          others: () => populationOf(all),
          random
        }),
        memory: environment
      }),
      observe: (environment, step, seen) => {
        const next = Frontier.observe(frontier, environment.frontier, step, seen)
        return next === environment.frontier ? environment : { ...environment, frontier: next }
      }
    },
    seed,
    activeSet.slots
  )
}
