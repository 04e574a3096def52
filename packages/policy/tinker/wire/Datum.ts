/** One example of a batch: what the model reads, and at each place what it should have said. */
import { Schema } from "effect"
import { ModelInput } from "./ModelInput.ts"
import * as Numbers from "./Numbers.ts"

/** A vector. */
export const TensorData = Schema.Struct({
  data: Numbers.Finite,
  dtype: Schema.Literal("int64", "float32"),
  shape: Schema.Tuple(Schema.NonNegativeInt)
})
export type TensorData = typeof TensorData.Type

export const floats = (data: ReadonlyArray<number>): TensorData => ({
  data,
  dtype: "float32",
  shape: [data.length]
})

export const integers = (data: ReadonlyArray<number>): TensorData => ({
  data,
  dtype: "int64",
  shape: [data.length]
})

const vector = Schema.optionalWith(TensorData, { exact: true })

export const Datum = Schema.Struct({
  model_input: ModelInput,
  /** All of one length, that of the input: the target at a place is the token after it. */
  loss_fn_inputs: Schema.Struct({
    target_tokens: TensorData,
    /** How much each place counts; all 1 where it is not given. */
    weights: vector,
    advantages: vector,
    /** The sampler's. */
    logprobs: vector
  })
})
export type Datum = typeof Datum.Type
