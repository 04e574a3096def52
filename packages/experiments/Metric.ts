/** What a run is scored by. */
import { Schema } from "effect"
import * as Predictions from "./Predictions.ts"
import type { ArmRun } from "./Results.ts"

export const Name = Schema.Literal(
  "test",
  "never-trained",
  "validation-area",
  "rollouts-to-baseline",
  "signal",
  "brier",
  "mean-level"
)
export type Name = typeof Name.Type

export interface Metric {
  readonly title: string
  /** What is measured, in one sentence. */
  readonly meaning: string
  readonly unit: "share" | "level" | "rollouts" | "error"
  readonly better: "higher" | "lower" | "neither"
  /** The score of a run, given that of the baseline with the same seed; null where it has none. */
  readonly of: (run: ArmRun, baseline: ArmRun | undefined) => number | null
  /** Whether a run without a score, whose baseline is there, never got there and counts with its whole budget. */
  readonly censored?: true
}

const sum = (values: ReadonlyArray<number>) => values.reduce((total, value) => total + value, 0)

/** Rollouts after which the validation accuracy first reached a value; null where it never did. */
const rolloutsTo = ({ rolloutsPerStep, validation }: ArmRun, accuracy: number): number | null => {
  const reached = validation.find((measured) => measured.accuracy >= accuracy)
  return reached === undefined ? null : reached.step * rolloutsPerStep
}

export const metrics: Readonly<Record<Name, Metric>> = {
  test: {
    title: "Test accuracy",
    meaning:
      "Greedy accuracy on test instances at fixed levels, of the checkpoint that is best by validation.",
    unit: "share",
    better: "higher",
    of: ({ test }) => test.final
  },
  "never-trained": {
    title: "Accuracy on environments never trained on",
    meaning: "The same on environments whose rollouts the run never had.",
    unit: "share",
    better: "higher",
    of: ({ neverTrained }) => neverTrained?.final ?? null
  },
  "validation-area": {
    title: "Mean validation accuracy",
    meaning:
      "Mean of the validation curve from after warm-up to the end: how early a run gets where it gets.",
    unit: "share",
    better: "higher",
    of: ({ validation }) => {
      const last = validation.at(-1)
      if (last === undefined || last.step === 0) return null
      const area = validation.slice(1).map(({ accuracy, step }, place) => {
        const before = validation[place]!
        return (step - before.step) * (accuracy + before.accuracy) / 2
      })
      return sum(area) / last.step
    }
  },
  "rollouts-to-baseline": {
    title: "Rollouts to the baseline's end",
    meaning:
      "Rollouts until the validation accuracy first reaches the last one of the baseline with the same seed; the"
      + " whole budget where it never does, which is the least that it can be.",
    unit: "rollouts",
    better: "lower",
    censored: true,
    of: (run, baseline) => {
      const last = baseline?.validation.at(-1)
      return last === undefined ? null : rolloutsTo(run, last.accuracy)
    }
  },
  signal: {
    title: "Groups with signal",
    meaning: "Share of the run's groups whose rewards are not all equal.",
    unit: "share",
    better: "higher",
    of: ({ steps }) => {
      const groups = sum(steps.map((step) => step.groups))
      return groups === 0 ? null : sum(steps.map((step) => step.groupsWithSignal)) / groups
    }
  },
  brier: {
    title: "Brier score",
    meaning:
      "Mean squared difference of predicted success and outcome over rollouts, for rules that predict.",
    unit: "error",
    better: "lower",
    of: (run) => Predictions.of([run])?.brier ?? null
  },
  "mean-level": {
    title: "Mean level",
    meaning: "Mean difficulty of the environments in use after the last step, in levels.",
    unit: "level",
    better: "neither",
    of: ({ steps }) => steps.at(-1)?.meanLevel ?? null
  }
}
