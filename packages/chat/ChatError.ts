/** Why a server of chat completions does not answer. */
import { Schema } from "effect"

/**
 * - `Setup`: the address, the key or the name of the model is wrong: no question will have a reply.
 * - `Request`: the server refuses this question; it may take others.
 * - `Unavailable`: the try failed; asked later, it may succeed.
 */
export class ChatError extends Schema.TaggedError<ChatError>("@scaler/chat/ChatError")("ChatError", {
  reason: Schema.Literal("Setup", "Request", "Unavailable"),
  message: Schema.String
}) {}
