/** Adds the gradients of a batch to those of a model. */
import { Schema } from "effect"
import { Datum } from "./Datum.ts"
import * as Numbers from "./Numbers.ts"
import { deferred } from "./Operation.ts"

export const LossName = Schema.Literal("cross_entropy", "importance_sampling", "ppo", "cispo")
export type LossName = typeof LossName.Type

/** Between which a probability ratio counts. */
export const ClipRange = Schema.Struct({
  clip_low_threshold: Schema.JsonNumber,
  clip_high_threshold: Schema.JsonNumber
})
export type ClipRange = typeof ClipRange.Type

export const ForwardBackwardInput = Schema.Struct({
  data: Schema.NonEmptyArray(Datum),
  loss_fn: LossName,
  /** Only for those that clip. */
  loss_fn_config: Schema.optionalWith(ClipRange, { exact: true })
})
export type ForwardBackwardInput = typeof ForwardBackwardInput.Type

export const forwardBackward = deferred({
  path: "forward_backward",
  repetition: "numbered",
  body: Schema.Struct({
    model_id: Schema.NonEmptyString,
    seq_id: Schema.NonNegativeInt,
    forward_backward_input: ForwardBackwardInput
  }),
  result: Schema.Struct({
    /** One for each datum. */
    loss_fn_outputs: Schema.Array(
      /** Log-probabilities of the targets, before the update. */
      Schema.Struct({ logprobs: Schema.Struct({ data: Numbers.FiniteOrNull }) })
    )
  })
})
