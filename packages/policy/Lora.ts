/** Low-rank adaptation (LoRA; Hu et al., 2021) as settings: W stays as it is, and W + (alpha/rank)·B·A is used. */
import { Schema } from "effect"
import { setting } from "./Setting.ts"

/** Matrices of each layer that can be adapted, by their Hugging Face names. */
export const Target = Schema.Literal(
  "q_proj",
  "k_proj",
  "v_proj",
  "o_proj",
  "gate_proj",
  "up_proj",
  "down_proj"
)
export type Target = typeof Target.Type

export const Lora = Schema.Struct({
  rank: Schema.Int.pipe(Schema.positive()).annotations({ description: "Rows of A and columns of B" }),
  alpha: setting(
    Schema.JsonNumber.pipe(Schema.positive()),
    32,
    "What is added is B·A times alpha/rank; default 32 (Schulman and Thinking Machines Lab, 2025)"
  ),
  targets: setting(
    Schema.NonEmptyArray(Target),
    Target.literals,
    "Matrices of each layer that are adapted; all seven unless given"
  )
})
export type Lora = typeof Lora.Type
/** Settings in which what has a default may be left out. */
export type LoraSettings = typeof Lora.Encoded
