import { Schema } from "effect"

/**
 * The judge was handed a value that its answer type refuses: a fault of the environment, never a verdict.
 * - `InvalidGold`: the gold answer.
 * - `InvalidAnswer`: an answer given as JSON.
 */
export class JudgeError extends Schema.TaggedError<JudgeError>("@scaler/judge/JudgeError")("JudgeError", {
  reason: Schema.Literal("InvalidGold", "InvalidAnswer"),
  message: Schema.String
}) {}
