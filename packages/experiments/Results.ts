/** What the runs of an experiment came to: all that scores, comparisons and plots are made of. */
import type { Calibration } from "@scaler/runtime/run/Figures"
import type { Experiment } from "./Experiment.ts"

/** A measurement on one of the grids; `step` is that of the weights. */
export interface Measured {
  readonly step: number
  /** Mean of the cells' accuracies, in 0 … 1. */
  readonly accuracy: number
}

/** What one training step came to. */
export interface Step {
  readonly step: number
  readonly groups: number
  /** Groups whose rewards are not all equal. */
  readonly groupsWithSignal: number
  /** Mean difficulty of all environments in use, in levels. */
  readonly meanLevel: number | null
  /** Environments that had groups in the step: difficulty in levels, share of accepted rollouts. */
  readonly environments: ReadonlyArray<
    { readonly environment: string; readonly difficulty: number; readonly accuracy: number }
  >
  /** Predicted against observed success of the step's rollouts; null under rules that predict none. */
  readonly calibration: Calibration | null
}

/** One finished run: an arm with a seed. */
export interface ArmRun {
  readonly arm: string
  readonly seed: number
  /** Rollouts sampled per step: prompts × samples. */
  readonly rolloutsPerStep: number
  readonly steps: ReadonlyArray<Step>
  /** On the validation grid, from step 0 to the last, in order. */
  readonly validation: ReadonlyArray<Measured>
  /** On the test grid: after warm-up, and of the checkpoint that is best by validation. */
  readonly test: { readonly start: number; readonly final: number }
  /** The same on environments that were never trained on; null where the recipe names none. */
  readonly neverTrained: { readonly start: number; readonly final: number } | null
  /** Spent in steps and evaluations, in milliseconds. */
  readonly time: number
}

export interface Results {
  readonly experiment: Experiment
  /** By arm in the experiment's order, then by seed; those that are not finished are missing. */
  readonly runs: ReadonlyArray<ArmRun>
}
