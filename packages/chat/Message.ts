/** One turn of a conversation with a language model. */
import { Schema } from "effect"

export const Message = Schema.Struct({
  role: Schema.Literal("system", "user", "assistant"),
  content: Schema.String
})
export interface Message extends Schema.Schema.Type<typeof Message> {}

/** A question, after the message `system` unless that is empty. */
export const question = (system: string, content: string): ReadonlyArray<Message> => [
  ...(system === "" ? [] : [{ role: "system" as const, content: system }]),
  { role: "user", content }
]
