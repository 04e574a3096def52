/**
 * The reference's curriculum: a difficulty controller per environment, and an active set chosen in one of its three
 * modes. All modes share one state, so that a run may go on in another.
 */
import { Schema } from "effect"
import * as ActiveSet from "./ActiveSet.ts"
import * as Controller from "./Controller.ts"
import * as Curation from "./Curation.ts"
import type { Curriculum } from "./Curriculum.ts"
import { figure } from "./Explanation.ts"
import * as PerEnvironment from "./PerEnvironment.ts"

/** The settings of both parts. Defaults are those of the released recipes. */
export const Settings = Schema.Struct({
  controller: Schema.optionalWith(Controller.Settings, { default: () => Controller.defaults }),
  activeSet: Schema.optionalWith(Curation.Settings, { default: () => Curation.defaults })
}).pipe(
  Schema.filter(({ activeSet, controller }) =>
    Curation.outOfReach(activeSet, controller).map(({ field, message }) => ({
      path: ["activeSet", field],
      message
    }))
  )
)
export type Settings = typeof Settings.Type

/** Everything the curriculum knows; environments sorted by name. */
export const State = Schema.Struct({
  environments: Schema.Array(
    Schema.Struct({
      name: Schema.String,
      /** Steps with rollouts. */
      updates: Schema.Int.pipe(Schema.nonNegative()),
      /** The last of them, at most 0 where it was of a run that this one goes on from; null where there was none. */
      lastStep: Schema.NullOr(Schema.Int),
      controller: Controller.State
    })
  ),
  activeSet: ActiveSet.State
})
export type State = typeof State.Type
type Environment = State["environments"][number]

/** Forgets the histories. */
const forget = (environment: Environment): Environment => ({
  ...environment,
  controller: Controller.clearHistory(environment.controller)
})

/** An environment after the observations of a step; without a single rollout nothing changes. */
const observe = (
  settings: Settings,
  environment: Environment,
  step: number,
  observations: ReadonlyArray<Controller.Observation>
): Environment => {
  const controller = Controller.observe(settings.controller, environment.controller, observations)
  return controller === environment.controller
    ? environment
    : {
      ...environment,
      updates: environment.updates + 1,
      lastStep: Math.max(step, environment.lastStep ?? step),
      controller
    }
}

/** The reference's curriculum for a run with this seed. */
export const make = (settings: Settings, seed: number): Curriculum<State> => {
  const { activeSet: { slots } } = settings
  return PerEnvironment.make<Environment, State>(
    {
      schema: State,
      empty: { environments: [], activeSet: ActiveSet.initial(slots) },
      begin: ({ maxLevel, name }) => ({
        name,
        updates: 0,
        lastStep: null,
        controller: Controller.initial(maxLevel)
      }),
      withMaxLevel: (environment, maxLevel) => ({
        ...environment,
        controller: Controller.withMaxLevel(environment.controller, maxLevel)
      }),
      standing: ({ controller: { difficulty, maxLevel } }) => ({ difficulty, maxLevel }),
      curate: (state, environments, step) => ({
        ...Curation.curate(settings.activeSet, state, {
          seed,
          step,
          controller: settings.controller,
          environments
        }),
        place: (environment) =>
          Curation.place(settings.activeSet, settings.controller, environments.all.length, environment, step)
      }),
      propose: (environment, count, _, random) => {
        const { difficulty, maxLevel } = environment.controller
        return {
          levels: Controller.propose(environment.controller, count, random),
          choice: { _tag: "controller", difficulty: figure(difficulty), maxLevel },
          memory: environment
        }
      },
      observe: (environment, step, seen) => observe(settings, environment, step, seen),
      forget,
      forgetsWaiting: Curation.forgets(settings.activeSet)
    },
    seed,
    slots
  )
}
