/** One turn of a conversation with a language model. */
import { Schema } from "effect"

export const Message = Schema.Struct({
  role: Schema.Literal("system", "user", "assistant"),
  content: Schema.String
})
export interface Message extends Schema.Schema.Type<typeof Message> {}
