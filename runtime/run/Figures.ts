/** The figures of a run, as its record and its followers get them. */
import { Schema } from "effect"

const Figure = Schema.NullOr(Schema.Number)

/** Predicted against observed success of rollouts, as sums, so that steps can be added up. */
export const Calibration = Schema.Struct({
  /** Σ (p̂ − r)² over rollouts; divided by their number it is the Brier score. */
  squaredError: Schema.Number,
  /** Rollouts by predicted success: ten bins, the first from 0 to 0.1. */
  bins: Schema.Array(
    Schema.Struct({
      rollouts: Schema.Int,
      accepted: Schema.Int,
      /** Sum of what was predicted. */
      expected: Schema.Number
    })
  )
})
export type Calibration = typeof Calibration.Type

/** One step. */
export const StepMetrics = Schema.Struct({
  /** Loss of the update, after clipping and averaging over response tokens; null where nothing was trained on. */
  loss: Figure,
  gradientNorm: Figure,
  /** Whether the update was made: false where gradients were not finite, or no group had signal. */
  applied: Schema.Boolean,
  clipFraction: Figure,
  /** Mean −log-probability of the sampled tokens, in nats. */
  surprisal: Figure,
  /** Mean estimate of the divergence from the policy after warm-up, in nats; 0 where the loss has none. */
  kl: Figure,
  /** Mean entropy of the tokens' distributions, in nats; 0 where the loss has none. */
  entropy: Figure,
  /** Mean reward of the rollouts; null in the warm-up. */
  reward: Figure,
  /** Share of accepted rollouts; null in the warm-up. */
  accuracy: Figure,
  /** Mean difficulty of the environments in use, in levels; null in the warm-up. */
  meanLevel: Figure,
  /** Updates between the weights that sampled and those that learnt; null in the warm-up. */
  staleness: Schema.NullOr(Schema.Int),
  groups: Schema.Int,
  /** Groups whose rewards are not all equal. */
  groupsWithSignal: Schema.Int,
  /** Response tokens sampled. */
  tokens: Schema.Int,
  defects: Schema.Int,
  tooLong: Schema.Int,
  /** Null under rules that predict no success; absent in records from before it was there. */
  calibration: Schema.optionalWith(Schema.NullOr(Calibration), { default: () => null }),
  environments: Schema.Array(
    Schema.Struct({ environment: Schema.String, difficulty: Schema.Number, accuracy: Schema.Number })
  )
})
export type StepMetrics = typeof StepMetrics.Type

/** When something was done, and how long it took, in milliseconds; `at` counts from 1970. */
export const Clock = Schema.Struct({ at: Schema.Number, total: Schema.Number })
export type Clock = typeof Clock.Type

/** Where the time of a step went, in milliseconds. */
export const StepClock = Schema.Struct({
  ...Clock.fields,
  /** How long the policy sampled; in asynchronous training part of it beside earlier updates. */
  sampling: Schema.Number,
  update: Schema.Number,
  /** What the learner waited for beside sampling: judging, recording, and drawing beyond the update. */
  waiting: Schema.Number
})
export type StepClock = typeof StepClock.Type

/** Accuracy by environment and level, and the mean over these cells; of benchmarks, which have no cells, over problems. */
export const Scores = Schema.Struct({
  /** In 0 … 1. */
  macro: Schema.Number,
  cells: Schema.Array(
    Schema.Struct({ environment: Schema.String, level: Schema.Int, accuracy: Schema.Number })
  ),
  instances: Schema.Int
})
export type Scores = typeof Scores.Type

/** What a suite of benchmarks came to. */
export interface Measured {
  readonly suite: string
  /** For people. */
  readonly title: string
  readonly scores: Scores
}
