/** Recorded runs of a difficulty controller, and their replay through ours. */
import { fromCoordinates } from "@scaler/dsl/Random"
import { Schema } from "effect"
import * as Controller from "./Controller.ts"

const Count = Schema.Int.pipe(Schema.nonNegative())

const Observation = Schema.Struct({
  level: Count,
  accuracy: Schema.Number.pipe(Schema.between(0, 1)),
  rollouts: Count
})

/** One step: what was proposed, what came of it, and the state after. */
export const Update = Schema.Struct({
  step: Schema.Int,
  /** A multiset: the order is of no meaning. */
  levels_proposed: Schema.Array(Count),
  observed: Schema.Array(Observation),
  difficulty_after: Schema.JsonNumber,
  slope: Schema.JsonNumber
})
export type Update = typeof Update.Type

/** One run, which starts at difficulty 0 with no history. */
export const Run = Schema.Struct({
  seed: Schema.Int,
  response: Controller.Response,
  max_level: Count,
  target: Schema.Number.pipe(Schema.between(0, 1)),
  gain: Schema.JsonNumber.pipe(Schema.positive()),
  step_cap: Schema.JsonNumber.pipe(Schema.positive()),
  history_length: Schema.Int.pipe(Schema.positive()),
  updates: Schema.NonEmptyArray(Update)
})
export type Run = typeof Run.Type

/** A traces file; fields that replay does not compare are left unread. */
export const Traces = Schema.Struct({ runs: Schema.NonEmptyArray(Run) })
export type Traces = typeof Traces.Type

/** A traces file's text. */
export const TracesJson = Schema.parseJson(Traces)

/** The controller's settings that a run was recorded under. */
export const settings = (run: Run): Controller.Settings => ({
  response: run.response,
  target: run.target,
  gain: run.gain,
  stepCap: run.step_cap,
  historyLength: run.history_length
})

/** One recorded update beside what our controller did with the same outcomes. */
export interface Replayed {
  readonly run: Run
  readonly recorded: Update
  /** The state after the update. */
  readonly state: Controller.State
  readonly slope: number
  readonly levelsAgree: boolean
}

const ascending = (levels: ReadonlyArray<number>) => [...levels].sort((a, b) => a - b)

const sameMultiset = (first: ReadonlyArray<number>, second: ReadonlyArray<number>): boolean => {
  const sorted = ascending(second)
  return first.length === second.length && ascending(first).every((level, i) => level === sorted[i])
}

/** Every update of every run. The controller carries its own state along: a deviation is never reset to the record. */
export const steps = ({ runs }: Traces): ReadonlyArray<Replayed> =>
  runs.flatMap((run) => {
    let state = Controller.initial(run.max_level)
    return run.updates.map((recorded) => {
      const random = fromCoordinates("replay", run.seed, recorded.step)
      const proposed = Controller.propose(state, recorded.levels_proposed.length, random)
      state = Controller.observe(settings(run), state, recorded.observed)
      return {
        run,
        recorded,
        state,
        slope: Controller.slope(settings(run), state),
        levelsAgree: sameMultiset(proposed, recorded.levels_proposed)
      }
    })
  })

/** How closely the controller follows the record. */
export interface Replay {
  readonly runs: number
  readonly updates: number
  /** In levels. */
  readonly largestDifficultyDeviation: number
  /** In levels per step. */
  readonly largestSlopeDeviation: number
  /** Whether all proposals agree, as multisets. */
  readonly levelsAgree: boolean
}

/** Runs recorded outcomes through the controller and compares. */
export const replay = (traces: Traces): Replay => {
  const replayed = steps(traces)
  const largest = (deviation: (step: Replayed) => number) =>
    replayed.reduce((most, step) => Math.max(most, Math.abs(deviation(step))), 0)
  return {
    runs: traces.runs.length,
    updates: replayed.length,
    largestDifficultyDeviation: largest(({ recorded, state }) =>
      state.difficulty - recorded.difficulty_after
    ),
    largestSlopeDeviation: largest(({ recorded, slope }) => slope - recorded.slope),
    levelsAgree: replayed.every(({ levelsAgree }) => levelsAgree)
  }
}
