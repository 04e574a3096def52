import { Schema } from "effect"

/**
 * What is no verdict on a response.
 * - `InvalidGold`: the gold answer is refused by its answer type: a fault of the environment or the benchmark.
 * - `InvalidAnswer`: so is an answer given as JSON.
 * - `Worker`: the judge's processes could not be started.
 */
export class JudgeError extends Schema.TaggedError<JudgeError>("@scaler/judge/JudgeError")("JudgeError", {
  reason: Schema.Literal("InvalidGold", "InvalidAnswer", "Worker"),
  message: Schema.String
}) {}
