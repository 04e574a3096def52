/** All rules, as one choice in a recipe. Settings without a `rule` are the reference's. */
import { Schema } from "effect"
import * as BayesianFrontier from "./BayesianFrontier.ts"
import * as Ceiling from "./Ceiling.ts"
import type { Curriculum, Entry } from "./Curriculum.ts"
import * as DataSet from "./DataSet.ts"
import * as ReferenceCurriculum from "./ReferenceCurriculum.ts"
import * as UniformLevels from "./UniformLevels.ts"

export const Settings = Schema.Union(
  DataSet.Settings,
  UniformLevels.Settings,
  Ceiling.Settings,
  BayesianFrontier.Settings,
  ReferenceCurriculum.Settings
)
export type Settings = typeof Settings.Type

/** The state of any rule. */
export const State = Schema.Union(
  DataSet.State,
  UniformLevels.State,
  Ceiling.State,
  BayesianFrontier.State,
  ReferenceCurriculum.State
)
export type State = typeof State.Type

/** What decides a curriculum beside its settings. */
export interface Options {
  readonly seed: number
  /** Responses in a group. */
  readonly samples: number
}

type Rule = "data-set" | "uniform" | "ceiling" | "bayesian" | "reference"

const ruleOf = (of: Settings | State): Rule => "rule" in of ? of.rule : "reference"

/** Whether these are the reference's. */
export const isReference = <A extends Settings | State>(
  of: A
): of is Extract<A, ReferenceCurriculum.Settings | ReferenceCurriculum.State> => ruleOf(of) === "reference"

/**
 * One rule among the others. Reconciled with the state of another, it keeps the active set and who is quarantined, and
 * starts with nothing learnt.
 */
const among = <S extends State>(rule: Rule, curriculum: Curriculum<S>): Curriculum<State> => {
  const isOwn = (state: State): state is S => ruleOf(state) === rule
  const own = (state: State): S => {
    if (isOwn(state)) return state
    throw new TypeError(`a state of the rule ${ruleOf(state)} must be reconciled to go on under ${rule}`)
  }
  const adopted = (state: State, entries: ReadonlyArray<Entry>): S =>
    isOwn(state) ? state : { ...curriculum.initial(entries), activeSet: state.activeSet }
  return {
    schema: State,
    initial: curriculum.initial,
    reconcile: (state, entries) => curriculum.reconcile(adopted(state, entries), entries),
    plan: (state, step, prompts) => curriculum.plan(own(state), step, prompts),
    observe: (state, step, results) => curriculum.observe(own(state), step, results),
    quarantine: (state, step, name) => curriculum.quarantine(own(state), step, name),
    standings: (state) => curriculum.standings(own(state))
  }
}

/** The curriculum that settings describe. */
export const make = (settings: Settings, options: Options): Curriculum<State> => {
  if (!("rule" in settings)) return among("reference", ReferenceCurriculum.make(settings, options.seed))
  switch (settings.rule) {
    case "data-set":
      return among(settings.rule, DataSet.make(settings, options.seed))
    case "uniform":
      return among(settings.rule, UniformLevels.make(settings, options.seed))
    case "ceiling":
      return among(settings.rule, Ceiling.make(settings, options.seed))
    case "bayesian":
      return among(settings.rule, BayesianFrontier.make(settings, options))
  }
}

/** What a rule may be called on a command line. */
export const names = [
  "data-set",
  "uniform",
  "ceiling",
  "controller",
  "window",
  "weighted",
  "bayesian"
] as const
export type Name = (typeof names)[number]

/**
 * A rule by its name, with the slots, and the controller if there is one, of other settings. `controller` is the
 * reference's controller alone, on a uniform active set.
 */
export const named = (name: Name, base: typeof Settings.Encoded): typeof Settings.Encoded => {
  const ofSet = "activeSet" in base ? base.activeSet : base
  const slots = ofSet === undefined || !("slots" in ofSet) ? {} : { slots: ofSet.slots }
  const controller = "controller" in base ? { controller: base.controller } : {}
  switch (name) {
    case "data-set":
    case "uniform":
    case "ceiling":
      return { rule: name, ...slots }
    case "bayesian":
      return { rule: name, activeSet: slots }
    case "controller":
      return { ...controller, activeSet: { mode: "uniform", ...slots } }
    case "window":
    case "weighted":
      return { ...controller, activeSet: { mode: name, ...slots } }
  }
}
