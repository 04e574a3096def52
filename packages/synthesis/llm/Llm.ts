/** A language model that is asked questions over the network. */
import { Usage } from "@scaler/chat/Completion"
import { Message } from "@scaler/chat/Message"
import { Context, type Effect, Schema } from "effect"

/** A question. One that was asked before has the reply it had; another `seed` makes it another question. */
export const ChatRequest = Schema.Struct({
  messages: Schema.Array(Message),
  temperature: Schema.optionalWith(Schema.Number, { exact: true }),
  /** Most tokens of the reply; the client's own bound where it is not given. */
  maxTokens: Schema.optionalWith(Schema.Int, { exact: true }),
  seed: Schema.optionalWith(Schema.Int, { exact: true })
})
export interface ChatRequest extends Schema.Schema.Type<typeof ChatRequest> {}

export const ChatReply = Schema.Struct({
  content: Schema.String,
  /** As the server says it: `stop`; `length` where the reply was cut at `maxTokens`; `unknown` where it does not say. */
  finishReason: Schema.String,
  usage: Usage,
  /** The name that the server gives its model. */
  model: Schema.String
})
export interface ChatReply extends Schema.Schema.Type<typeof ChatReply> {}

/**
 * A question has no reply.
 * - `Setup`: the address, the key or the name of the model is wrong: no question will have one.
 * - `Request`: the server refuses this question; it may take others.
 * - `Unavailable`: every try failed; asked later, it may succeed.
 * - `Budget`: what is left of the tokens may not do for this question.
 * - `Disk`: replies could not be kept or read.
 */
export class LlmError extends Schema.TaggedError<LlmError>("@scaler/synthesis/LlmError")("LlmError", {
  reason: Schema.Literal("Setup", "Request", "Unavailable", "Budget", "Disk"),
  message: Schema.String
}) {}

/** What was spent over all runs on the same file of replies; tries that may have been paid for in vain included. */
export interface Spent extends Usage {
  /** Questions that were sent and may have been paid for. */
  readonly calls: number
  /** Replies that were given out again, since the client was made, and cost nothing. */
  readonly kept: number
}

export class Llm extends Context.Tag("@scaler/synthesis/Llm")<Llm, {
  readonly model: string
  readonly complete: (request: ChatRequest) => Effect.Effect<ChatReply, LlmError>
  readonly spent: Effect.Effect<Spent>
}>() {}
