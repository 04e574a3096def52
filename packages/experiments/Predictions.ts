/** What rules predicted over whole runs. */
import type { Calibration } from "@scaler/runtime/run/Figures"
import type { ArmRun } from "./Results.ts"

export interface Predictions {
  readonly rollouts: number
  /** Mean squared difference of predicted success and outcome over the rollouts. */
  readonly brier: number
  /** As those of a step. */
  readonly bins: Calibration["bins"]
}

/** Everything that runs predicted, added up; null where they predicted nothing. */
export const of = (runs: ReadonlyArray<ArmRun>): Predictions | null => {
  const known = runs.flatMap(({ steps }) => steps.flatMap(({ calibration }) => calibration ?? []))
  const bins = (known[0]?.bins ?? []).map((_, place) => {
    const sums = { rollouts: 0, accepted: 0, expected: 0 }
    for (const calibration of known) {
      const { accepted, expected, rollouts } = calibration.bins[place]!
      sums.rollouts += rollouts
      sums.accepted += accepted
      sums.expected += expected
    }
    return sums
  })
  const rollouts = bins.reduce((total, bin) => total + bin.rollouts, 0)
  if (rollouts === 0) return null
  const squaredError = known.reduce((total, calibration) => total + calibration.squaredError, 0)
  return { rollouts, brier: squaredError / rollouts, bins }
}
