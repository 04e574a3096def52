/**
 * The active set as a sample that favours environments whose difficulty rises, and those not seen for long. The
 * weights are those of SCALER's weighted mode (arXiv 2601.04809).
 */
import { setting } from "@scaler/policy/Setting"
import { Schema } from "effect"
import * as ActiveSet from "./ActiveSet.ts"
import * as Controller from "./Controller.ts"

const Weight = Schema.JsonNumber.pipe(Schema.nonNegative())
const Scale = Schema.JsonNumber.pipe(Schema.positive())

/** What makes an environment likely to be drawn. Defaults are those of the reference. */
export const Settings = Schema.Struct({
  mode: Schema.Literal("weighted"),
  slots: ActiveSet.Slots,
  alpha: setting(Weight, 1, "Weight of a rising difficulty; default 1"),
  beta: setting(Weight, 0.1, "Weight of not having been seen for long; default 0.1"),
  slopeScale: setting(Scale, 0.05, "Levels per step at which a rise counts 1 − 1/e; default 0.05"),
  ageScale: setting(Scale, 100, "Steps without rollouts after which an absence counts 1; default 100")
})
export type Settings = typeof Settings.Type

/** The settings of the reference. */
export const defaults: Settings = Schema.decodeSync(Settings)({ mode: "weighted" })

/** What a weight is a function of. */
export interface Seen {
  readonly controller: Controller.State
  /** The last step with rollouts; null where there was none. */
  readonly lastStep: number | null
}

/**
 * α · w_eff + β · w_rec at a step, with w_eff = 1 − exp(−max(0, slope) / slopeScale), or 1 while there are too few
 * points for a slope, and w_rec = min(1, (step − lastStep) / ageScale), or 1 for an environment never seen.
 */
export const weight = (
  { ageScale, alpha, beta, slopeScale }: Settings,
  controllerSettings: Controller.Settings,
  { controller, lastStep }: Seen,
  step: number
): number => {
  const slope = Controller.earlySlope(controllerSettings, controller)
  const effective = slope === undefined ? 1 : 1 - Math.exp(-Math.max(0, slope) / slopeScale)
  const recency = lastStep === null ? 1 : Math.min(1, (step - lastStep) / ageScale)
  return alpha * effective + beta * recency
}
