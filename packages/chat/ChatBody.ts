/** A question as it goes over the wire: JSON with its fields in one order, so that equal questions are equal texts. */
import { Schema } from "effect"
import { Message } from "./Message.ts"

const optional = <A, I>(schema: Schema.Schema<A, I>) => Schema.optionalWith(schema, { exact: true })

export const ChatBody = Schema.Struct({
  model: Schema.String,
  messages: Schema.Array(Message),
  max_tokens: Schema.Int,
  temperature: optional(Schema.Number),
  seed: optional(Schema.Int),
  /** Replies to the same question; one unless given. */
  n: optional(Schema.Int.pipe(Schema.positive())),
  top_p: optional(Schema.Number),
  /** Texts at which a reply ends, without them. */
  stop: optional(Schema.Array(Schema.String)),
  /** Whether the log-probabilities of the reply's tokens are wanted. */
  logprobs: optional(Schema.Boolean)
})
export type ChatBody = typeof ChatBody.Type

export const encode = (
  { logprobs, max_tokens, messages, model, n, seed, stop, temperature, top_p }: ChatBody
): string =>
  JSON.stringify({
    model,
    messages: messages.map(({ content, role }) => ({ role, content })),
    max_tokens,
    temperature,
    seed,
    n,
    top_p,
    stop,
    logprobs
  })

export const decode = Schema.decodeEither(Schema.parseJson(ChatBody))

/** OpenAI's newer models refuse `max_tokens`, and other servers do not all know the name that took its place. */
export const forHost = (host: string, body: string): string =>
  /(^|\.)openai\.(azure\.)?com$/.test(host)
    ? body.replace("\"max_tokens\":", "\"max_completion_tokens\":")
    : body
