/** The reference's curriculum: a difficulty controller per environment, and a window of active environments. */
import { fromCoordinates } from "@scaler/dsl/Random"
import { Schema } from "effect"
import * as Controller from "./Controller.ts"
import type { Curriculum, Entry } from "./Curriculum.ts"
import * as WindowCuration from "./WindowCuration.ts"

/** The settings of both parts. */
export const Settings = Schema.Struct({
  controller: Schema.optionalWith(Controller.Settings, { default: () => Controller.defaults }),
  window: Schema.optionalWith(WindowCuration.Settings, { default: () => WindowCuration.defaults })
}).pipe(
  Schema.filter(({ controller: { historyLength }, window }) =>
    (["zeroAccuracyLimit", "maxDifficultyLimit"] as const)
      .filter((limit) => window[limit] > historyLength)
      .map((limit) => ({
        path: ["window", limit],
        message: `${window[limit]} steps in a row are never seen with a history of ${historyLength}: ` +
          `lower it, or raise controller.historyLength`
      }))
  )
)
export type Settings = typeof Settings.Type

/** Everything the curriculum knows; environments sorted by name. */
export const State = Schema.Struct({
  environments: Schema.Array(Schema.Struct({ name: Schema.String, controller: Controller.State })),
  window: WindowCuration.State
})
export type State = typeof State.Type

const byName = (a: { readonly name: string }, b: { readonly name: string }) =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0

/** The states of some environments replaced by a function of them. */
const mapControllers = (
  state: State,
  names: Iterable<string>,
  f: (controller: Controller.State, name: string) => Controller.State
): State["environments"] => {
  const chosen = new Set(names)
  return state.environments.map((environment) =>
    chosen.has(environment.name)
      ? { name: environment.name, controller: f(environment.controller, environment.name) }
      : environment
  )
}

const assertKnown = (state: State, names: Iterable<string>) => {
  const known = new Set(state.environments.map(({ name }) => name))
  for (const name of names) {
    if (!known.has(name)) throw new RangeError(`"${name}" is not an environment of this curriculum`)
  }
}

const reconcile = (settings: Settings, state: State, entries: ReadonlyArray<Entry>): State => {
  const before = new Map(state.environments.map(({ controller, name }) => [name, controller]))
  const names = new Set(entries.map(({ name }) => name))
  if (names.size < entries.length) throw new RangeError("two environments of a curriculum have the same name")
  const slots = Array.from({ length: settings.window.slots }, (_, slot) => {
    const occupant = state.window.slots[slot] ?? null
    return occupant !== null && names.has(occupant) ? occupant : null
  })
  return {
    environments: entries.map(({ maxLevel, name }) => {
      const known = before.get(name)
      if (known === undefined) return { name, controller: Controller.initial(maxLevel) }
      const controller = Controller.withMaxLevel(known, maxLevel)
      return { name, controller: slots.includes(name) ? controller : Controller.clearHistory(controller) }
    }).sort(byName),
    window: {
      slots,
      quarantined: state.window.quarantined.filter((name) => names.has(name)),
      curatedStep: state.window.curatedStep
    }
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

/** The window curriculum of a run with this seed. */
export const make = (settings: Settings, seed: number): Curriculum<State> => {
  const empty: State = { environments: [], window: WindowCuration.initial(settings.window) }
  return {
    schema: State,
    initial: (entries) => reconcile(settings, empty, entries),
    reconcile: (state, entries) => reconcile(settings, state, entries),

    plan: (state, step, promptsPerStep) => {
      const controllers = new Map(state.environments.map(({ controller, name }) => [name, controller]))
      const { events, state: window } = WindowCuration.curate(state.window, {
        seed,
        step,
        names: state.environments.map(({ name }) => name),
        reasonToLeave: (name) =>
          WindowCuration.reasonToLeave(settings.window, settings.controller, controllers.get(name)!)
      })
      const active = WindowCuration.active(window)
      const counts = shares(seed, step, promptsPerStep, active.length)
      const left = events.filter(({ _tag }) => _tag === "left").map(({ environment }) => environment)
      return {
        state: { environments: mapControllers(state, left, Controller.clearHistory), window },
        events,
        assignments: active.map((environment, place) => ({
          environment,
          levels: Controller.propose(
            controllers.get(environment)!,
            counts[place]!,
            fromCoordinates("levels", seed, step, environment)
          )
        }))
      }
    },

    observe: (state, _step, results) => {
      assertKnown(state, results.map(({ environment }) => environment))
      const active = new Set(WindowCuration.active(state.window))
      const observed = Map.groupBy(
        results.filter(({ environment }) => active.has(environment)),
        ({ environment }) => environment
      )
      return {
        ...state,
        environments: mapControllers(state, observed.keys(), (controller, name) =>
          Controller.observe(
            settings.controller,
            controller,
            observed.get(name)!.flatMap(({ observations }) => observations)
          ))
      }
    },

    quarantine: (state, step, name) => {
      assertKnown(state, [name])
      const { events, state: window } = WindowCuration.quarantine(state.window, step, name)
      return {
        state: { environments: mapControllers(state, [name], Controller.clearHistory), window },
        events
      }
    },

    standings: ({ environments, window }) => {
      const active = new Set(WindowCuration.active(window))
      const quarantined = new Set(window.quarantined)
      return environments.map(({ controller: { difficulty, maxLevel }, name }) => ({
        environment: name,
        status: active.has(name) ? "active" : quarantined.has(name) ? "quarantined" : "waiting",
        difficulty,
        maxLevel
      }))
    }
  }
}
