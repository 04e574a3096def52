/**
 * What a curriculum is: the rule that says which environments a step trains on and at which levels, and learns from
 * the outcome. A trainer is generic in the state and never looks into it.
 */
import { Schema } from "effect"
import type { Observation } from "./Controller.ts"
import type { Explanation } from "./Explanation.ts"

/** An environment as a curriculum sees it. Names are unique within a run. */
export interface Entry {
  readonly name: string
  /** The highest level it may be asked for; levels are 0 … maxLevel. */
  readonly maxLevel: number
}

/** What one active environment is asked for in a step: one instance per level. */
export interface Assignment {
  readonly environment: string
  /** Empty where a step has fewer prompts than active environments. */
  readonly levels: ReadonlyArray<number>
  /** The instance at each level, no two alike, where the rule asks for certain ones; fresh ones unless given. */
  readonly indexes?: ReadonlyArray<number>
}

/** What the rollouts of one environment came to in a step. */
export interface Result {
  readonly environment: string
  readonly observations: ReadonlyArray<Observation>
  /** Updates between the weights that sampled and those that learn; 0 unless given. */
  readonly staleness?: number
}

/** Why an environment left the active set; `not-drawn` where the set is drawn anew for each step. */
export const Reason = Schema.Literal(
  "zero-accuracy",
  "mastered",
  "no-progress",
  "hopeless",
  "not-drawn",
  "quarantined"
)
export type Reason = typeof Reason.Type

const EventFields = {
  step: Schema.Int,
  /** The place in the active set: what left a slot and what entered it belong together. */
  slot: Schema.Int,
  environment: Schema.String
}

/** An environment became active. */
export const Entered = Schema.TaggedStruct("entered", EventFields)

/** An environment stopped being active. */
export const Left = Schema.TaggedStruct("left", { ...EventFields, reason: Reason })

/** A change of the active set, for the run's record. */
export const Event = Schema.Union(Entered, Left)
export type Event = typeof Event.Type

/** The next state, with the events that led to it. */
export interface Transition<State> {
  readonly state: State
  readonly events: ReadonlyArray<Event>
}

/** A step's work: which environments, at which levels. */
export interface Plan<State> extends Transition<State> {
  /** One per active environment, in the order of their slots. */
  readonly assignments: ReadonlyArray<Assignment>
  /** Why, one per assignment. */
  readonly explanations: ReadonlyArray<Explanation>
}

/** Where an environment stands, for display and records. */
export interface Standing {
  readonly environment: string
  readonly status: "active" | "waiting" | "quarantined"
  /** In [0, maxLevel]. */
  readonly difficulty: number
  readonly maxLevel: number
}

/**
 * A curriculum. Its functions are pure: the outcome depends on the arguments (and the run's seed given at
 * construction), never on the order in which environments, results or quarantines are named. `contract.ts` holds every
 * implementation to what stands here.
 */
export interface Curriculum<State> {
  /** For checkpoints: a state is JSON as it stands, and decodes bit-exactly. */
  readonly schema: Schema.Schema<State>

  /** Nothing active, nothing learnt. */
  readonly initial: (entries: ReadonlyArray<Entry>) => State

  /**
   * The state for other entries, as when a run is resumed with a changed recipe: what is known of an environment
   * stays, new ones start from nothing, missing ones are forgotten.
   */
  readonly reconcile: (state: State, entries: ReadonlyArray<Entry>) => State

  /**
   * Work for a step: `promptsPerStep` instances in all, none where no environment is left. Steps are whole numbers
   * ≥ 0 that grow. Planning the same step again on the state that the first plan gave changes nothing but
   * to fill the places of environments quarantined since.
   */
  readonly plan: (state: State, step: number, promptsPerStep: number) => Plan<State>

  /**
   * Learns from a step's results. Those of quarantined environments are left out, and a rule may leave out those of
   * others that are no longer active. An unknown name throws.
   */
  readonly observe: (state: State, step: number, results: ReadonlyArray<Result>) => State

  /** Takes an environment out for good; its place is filled by the next plan. An unknown name throws. */
  readonly quarantine: (state: State, step: number, name: string) => Transition<State>

  /** Where each environment stands, by name. */
  readonly standings: (state: State) => ReadonlyArray<Standing>
}
