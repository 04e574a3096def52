/** One step of AdamW with the gradients that were added up. */
import { Schema } from "effect"
import { deferred } from "./Operation.ts"

export const AdamParams = Schema.Struct({
  learning_rate: Schema.NonNegative,
  beta1: Schema.NonNegative,
  beta2: Schema.NonNegative,
  eps: Schema.Number.pipe(Schema.positive()),
  /** Decoupled. */
  weight_decay: Schema.NonNegative,
  /** Most that the gradients' norm may be; 0 is no bound. */
  grad_clip_norm: Schema.optionalWith(Schema.NonNegative, { exact: true })
})
export type AdamParams = typeof AdamParams.Type

export const optimStep = deferred({
  path: "optim_step",
  repetition: "numbered",
  body: Schema.Struct({
    model_id: Schema.NonEmptyString,
    seq_id: Schema.NonNegativeInt,
    adam_params: AdamParams
  }),
  result: Schema.Struct({
    metrics: Schema.optional(
      Schema.NullOr(Schema.Record({ key: Schema.String, value: Schema.NullOr(Schema.Number) }))
    )
  })
})
