/** Weights that the server keeps: with the optimiser, to go on from, or alone, to be sampled from. */
import { Schema } from "effect"
import { deferred } from "./Operation.ts"

export const saveWeights = deferred({
  path: "save_weights",
  repetition: "numbered",
  body: Schema.Struct({
    model_id: Schema.NonEmptyString,
    seq_id: Schema.NonNegativeInt,
    /** A name; the result is the whole path. */
    path: Schema.String.pipe(Schema.pattern(/^[a-zA-Z0-9_-]{1,255}$/))
  }),
  result: Schema.Struct({ path: Schema.NonEmptyString })
})

/** Only as a model's first request. */
export const loadWeights = deferred({
  path: "load_weights",
  repetition: "harmless",
  body: Schema.Struct({
    model_id: Schema.NonEmptyString,
    seq_id: Schema.NonNegativeInt,
    path: Schema.NonEmptyString,
    optimizer: Schema.Literal(true)
  }),
  result: Schema.Struct({})
})

/** Opens a sampling session on the present weights. */
export const saveWeightsForSampler = deferred({
  path: "save_weights_for_sampler",
  repetition: "numbered",
  body: Schema.Struct({
    model_id: Schema.NonEmptyString,
    sampling_session_seq_id: Schema.NonNegativeInt,
    seq_id: Schema.NonNegativeInt
  }),
  result: Schema.Struct({ sampling_session_id: Schema.NonEmptyString })
})
