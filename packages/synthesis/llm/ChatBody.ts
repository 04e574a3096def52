/** A question as it goes over the wire: JSON with its fields in one order, so that equal questions are equal texts. */
import { Schema } from "effect"
import { ChatRequest, Message } from "./Llm.ts"

export const ChatBody = Schema.Struct({
  model: Schema.String,
  messages: Schema.Array(Message),
  max_tokens: Schema.Int,
  temperature: Schema.optionalWith(Schema.Number, { exact: true }),
  seed: Schema.optionalWith(Schema.Int, { exact: true })
})
export type ChatBody = typeof ChatBody.Type

export const encode = (
  model: string,
  { messages, seed, temperature }: ChatRequest,
  maxTokens: number
): string =>
  JSON.stringify({
    model,
    messages: messages.map(({ content, role }) => ({ role, content })),
    max_tokens: maxTokens,
    temperature,
    seed
  })

export const decode = Schema.decodeEither(Schema.parseJson(ChatBody))

/** OpenAI's newer models refuse `max_tokens`, and other servers do not all know the name that took its place. */
export const forHost = (host: string, body: string): string =>
  /(^|\.)openai\.(azure\.)?com$/.test(host)
    ? body.replace("\"max_tokens\":", "\"max_completion_tokens\":")
    : body
