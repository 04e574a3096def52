/**
 * Recorded replies, and the faults that a server puts before them, as JSON:
 *
 * ```json
 * [
 *   {
 *     "match": "Write the environment .* two-heaps",
 *     "answers": [
 *       { "content": "…", "faults": [{ "kind": "status", "status": 429, "retryAfter": "1" }, { "kind": "drop" }] },
 *       { "content": "…", "usage": { "promptTokens": 900, "completionTokens": 250 }, "finishReason": "length" }
 *     ]
 *   }
 * ]
 * ```
 *
 * A request belongs to the first entry whose `match` is found in its last user message and, where there is one, whose
 * `within` is found in one of its messages; both are regular expressions in which `.` is a line's end too. The entry's
 * first request has its first answer, the next *other* request the next one. The same request again, after a fault or
 * a restart of the client, has its own answer again, faults it has had left out. A request to which nothing belongs is
 * refused with 400.
 */
import { Usage } from "@scaler/chat/Completion"
import { Schema } from "effect"

const Fault = Schema.Union(
  /** A status, with a `Retry-After` if given. */
  Schema.Struct({
    kind: Schema.Literal("status"),
    status: Schema.Int,
    message: Schema.optionalWith(Schema.String, { exact: true }),
    retryAfter: Schema.optionalWith(Schema.String, { exact: true })
  }),
  /** The connection is closed: at once, or in the middle of the reply. */
  Schema.Struct({ kind: Schema.Literal("close", "drop") }),
  /** Status 200 and half of the reply's JSON, the connection in order. */
  Schema.Struct({ kind: Schema.Literal("truncate") }),
  /** Status 200 and an error in place of a reply. */
  Schema.Struct({
    kind: Schema.Literal("error"),
    message: Schema.String,
    code: Schema.optionalWith(Schema.Int, { exact: true })
  }),
  /** Nothing comes, until the client goes away. */
  Schema.Struct({ kind: Schema.Literal("silence") }),
  /** Any body, with status 200. */
  Schema.Struct({ kind: Schema.Literal("body"), body: Schema.String })
)
export type Fault = typeof Fault.Type

export const Answer = Schema.Struct({
  content: Schema.String,
  finishReason: Schema.optionalWith(Schema.String, { default: () => "stop" }),
  /** A quarter of the texts' bytes unless given; `null` where the server says nothing of it. */
  usage: Schema.optionalWith(Schema.NullOr(Usage), { exact: true }),
  /** What comes first, one for each time it is asked. */
  faults: Schema.optionalWith(Schema.Array(Fault), { default: () => [] }),
  /** Milliseconds until the reply comes. */
  delay: Schema.optionalWith(Schema.NonNegativeInt, { default: () => 0 })
})
export type Answer = typeof Answer.Type

const Pattern = Schema.String.pipe(Schema.filter((text) => {
  try {
    return new RegExp(text, "su") instanceof RegExp
  } catch (error) {
    return (error as Error).message
  }
}))

export const Script = Schema.Array(Schema.Struct({
  match: Pattern,
  within: Schema.optionalWith(Pattern, { exact: true }),
  answers: Schema.Array(Answer)
}))
/** As it is written: what has a default can be left out. */
export type Script = typeof Script.Encoded
