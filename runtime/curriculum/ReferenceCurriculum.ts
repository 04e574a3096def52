/**
 * The reference's curriculum: a difficulty controller per environment, and an active set chosen in one of its three
 * modes. All modes share one state, so that a run may go on in another.
 */
import { fromCoordinates } from "@scaler/dsl/Random"
import { Schema } from "effect"
import * as ActiveSet from "./ActiveSet.ts"
import * as Controller from "./Controller.ts"
import * as Curation from "./Curation.ts"
import type { Curriculum, Entry } from "./Curriculum.ts"

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

const byName = (a: { readonly name: string }, b: { readonly name: string }) =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0

/** Forgets the histories of some environments. */
const clearHistories = (state: State, names: ReadonlyArray<string>): State["environments"] =>
  state.environments.map((environment) =>
    names.includes(environment.name)
      ? { ...environment, controller: Controller.clearHistory(environment.controller) }
      : environment
  )

const assertKnown = (state: State, names: Iterable<string>) => {
  const known = new Set(state.environments.map(({ name }) => name))
  for (const name of names) {
    if (!known.has(name)) throw new RangeError(`"${name}" is not an environment of this curriculum`)
  }
}

const reconcile = (settings: Settings, state: State, entries: ReadonlyArray<Entry>): State => {
  const before = new Map(state.environments.map((environment) => [environment.name, environment]))
  const names = new Set(entries.map(({ name }) => name))
  if (names.size < entries.length) throw new RangeError("two environments of a curriculum have the same name")
  const activeSet = ActiveSet.reconcile(state.activeSet, settings.activeSet.slots, names)
  return {
    environments: entries.map(({ maxLevel, name }): Environment => {
      const known = before.get(name)
      if (known === undefined) {
        return { name, updates: 0, lastStep: null, controller: Controller.initial(maxLevel) }
      }
      const controller = Controller.withMaxLevel(known.controller, maxLevel)
      const keeps = !Curation.forgets(settings.activeSet) || activeSet.slots.includes(name)
      return { ...known, controller: keeps ? controller : Controller.clearHistory(controller) }
    }).sort(byName),
    activeSet
  }
}

/**
 * Prompts spread evenly over the active environments. What does not divide goes, one each, to those that follow a
 * place drawn for the step; a place, not a name, so that filling a vacated slot moves nobody else's share.
 */
const shares = (seed: number, step: number, prompts: number, active: number): ReadonlyArray<number> => {
  if (active === 0) return []
  const first = fromCoordinates("remainder", seed, step).below(active)
  return Array.from(
    { length: active },
    (_, place) =>
      Math.floor(prompts / active) + ((place - first + active) % active < prompts % active ? 1 : 0)
  )
}

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
  const forgets = Curation.forgets(settings.activeSet)
  const empty: State = { environments: [], activeSet: ActiveSet.initial(settings.activeSet.slots) }
  return {
    schema: State,
    initial: (entries) => reconcile(settings, empty, entries),
    reconcile: (state, entries) => reconcile(settings, state, entries),

    plan: (state, step, promptsPerStep) => {
      const environments = new Map(state.environments.map((environment) => [environment.name, environment]))
      const { events, state: activeSet } = Curation.curate(settings.activeSet, state.activeSet, {
        seed,
        step,
        controller: settings.controller,
        environments
      })
      const active = ActiveSet.active(activeSet)
      const counts = shares(seed, step, promptsPerStep, active.length)
      const left = events.filter(({ _tag }) => _tag === "left").map(({ environment }) => environment)
      return {
        state: {
          environments: forgets ? clearHistories(state, left) : state.environments,
          activeSet
        },
        events,
        assignments: active.map((environment, place) => ({
          environment,
          levels: Controller.propose(
            environments.get(environment)!.controller,
            counts[place]!,
            fromCoordinates("levels", seed, step, environment)
          )
        }))
      }
    },

    observe: (state, step, results) => {
      assertKnown(state, results.map(({ environment }) => environment))
      const observed = Map.groupBy(results, ({ environment }) => environment)
      const active = new Set(ActiveSet.active(state.activeSet))
      const quarantined = new Set(state.activeSet.quarantined)
      const learns = (name: string) => forgets ? active.has(name) : !quarantined.has(name)
      return {
        ...state,
        environments: state.environments.map((environment) =>
          learns(environment.name)
            ? observe(
              settings,
              environment,
              step,
              (observed.get(environment.name) ?? []).flatMap(({ observations }) => observations)
            )
            : environment
        )
      }
    },

    quarantine: (state, step, name) => {
      assertKnown(state, [name])
      const { events, state: activeSet } = ActiveSet.quarantine(state.activeSet, step, name)
      return { state: { environments: clearHistories(state, [name]), activeSet }, events }
    },

    standings: ({ activeSet, environments }) => {
      const active = new Set(ActiveSet.active(activeSet))
      const quarantined = new Set(activeSet.quarantined)
      return environments.map(({ controller: { difficulty, maxLevel }, name }) => ({
        environment: name,
        status: active.has(name) ? "active" : quarantined.has(name) ? "quarantined" : "waiting",
        difficulty,
        maxLevel
      }))
    }
  }
}
