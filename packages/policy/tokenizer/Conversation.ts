/** What a model is asked, turn by turn. */
import type { Message } from "@scaler/chat/Message"
import type { Array as Arr } from "effect"

export type Conversation = Arr.NonEmptyReadonlyArray<Message>

/** As a model reads it that has no form for conversations: one turn after the other, each with a line feed. */
export const plain = (conversation: ReadonlyArray<Message>): string =>
  conversation.map(({ content }) => `${content}\n`).join("")
