/** The learning rate over the steps of a run. */
import { setting } from "@scaler/policy/Setting"
import { Schema } from "effect"

export const LearningRate = Schema.Struct({
  peak: Schema.Number.pipe(Schema.positive(), Schema.finite()).annotations({
    description: "Its largest value"
  }),
  rise: setting(
    Schema.Int.pipe(Schema.nonNegative()),
    20,
    "Steps over which it rises linearly to the peak; default 20, as in the reference"
  ),
  decay: setting(
    Schema.Literal("constant", "linear", "cosine"),
    "constant",
    "How it falls from the end of the rise to the last step; default constant, as in the reference"
  ),
  floor: setting(
    Schema.Number.pipe(Schema.between(0, 1)),
    0,
    "Share of the peak that is left at the last step, where it falls; default 0"
  )
})
export type LearningRate = typeof LearningRate.Type

/** The learning rate of a step, counted from 1, of `steps`. */
export const learningRateAt = (
  step: number,
  steps: number,
  { decay, floor, peak, rise }: LearningRate
): number => {
  if (step <= rise) return peak * Math.min(1, step / rise)
  if (decay === "constant") return peak
  const done = Math.min(1, (step - rise) / Math.max(1, steps - rise))
  const left = decay === "linear" ? 1 - done : (1 + Math.cos(Math.PI * done)) / 2
  return peak * (floor + (1 - floor) * left)
}
