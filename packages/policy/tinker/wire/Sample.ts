/** Draws responses to a prompt. */
import { Schema } from "effect"
import { ModelInput } from "./ModelInput.ts"
import * as Numbers from "./Numbers.ts"
import { deferred } from "./Operation.ts"

export const SamplingParams = Schema.Struct({
  max_tokens: Schema.Int.pipe(Schema.positive()),
  seed: Schema.Int.pipe(Schema.between(0, 2 ** 31 - 1)),
  /** Tokens; the one that ends a response stays part of it. */
  stop: Schema.Array(Schema.NonNegativeInt),
  temperature: Schema.NonNegative,
  /** −1 is off. */
  top_k: Schema.Int,
  top_p: Schema.Number.pipe(Schema.greaterThan(0), Schema.lessThanOrEqualTo(1))
})
export type SamplingParams = typeof SamplingParams.Type

export const sample = deferred({
  path: "asample",
  repetition: "harmless",
  body: Schema.Struct({
    sampling_session_id: Schema.NonEmptyString,
    seq_id: Schema.NonNegativeInt,
    prompt: ModelInput,
    num_samples: Schema.Int.pipe(Schema.positive()),
    sampling_params: SamplingParams
  }),
  result: Schema.Struct({
    sequences: Schema.Array(Schema.Struct({
      stop_reason: Schema.Literal("stop", "length"),
      tokens: Numbers.Tokens,
      logprobs: Numbers.Finite
    }))
  })
})
