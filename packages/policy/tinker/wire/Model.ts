/** A model to be trained: a LoRA adapter of the base model, with its optimiser. */
import { Schema } from "effect"
import { deferred } from "./Operation.ts"

export const createModel = deferred({
  path: "create_model",
  repetition: "applied",
  body: Schema.Struct({
    session_id: Schema.NonEmptyString,
    /** Counts the models of a session. */
    model_seq_id: Schema.NonNegativeInt,
    base_model: Schema.NonEmptyString,
    lora_config: Schema.Struct({ rank: Schema.Int.pipe(Schema.positive()), seed: Schema.NonNegativeInt })
  }),
  result: Schema.Struct({ model_id: Schema.NonEmptyString })
})

/** Frees what a model holds on the server. */
export const unloadModel = deferred({
  path: "unload_model",
  repetition: "harmless",
  body: Schema.Struct({ model_id: Schema.NonEmptyString }),
  result: Schema.Struct({})
})
