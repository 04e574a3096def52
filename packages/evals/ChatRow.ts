/** Rows as verl's data sets have them: messages, and the right answer beside them. */
import { Either, ParseResult, Schema } from "effect"
import type { Row } from "./Suite.ts"

const ChatRow = Schema.Struct({
  prompt: Schema.NonEmptyArray(Schema.Struct({ role: Schema.String, content: Schema.String })),
  reward_model: Schema.Struct({ ground_truth: Schema.NonEmptyString }),
  subtask: Schema.optional(Schema.NullOr(Schema.String))
})

export const columns = "prompt [{role, content}] and reward_model {ground_truth}"

/** One statement of a user, after at most one message of the system. */
export const read = (row: unknown): Either.Either<Row, string> =>
  Either.flatMap(
    Either.mapLeft(Schema.decodeUnknownEither(ChatRow)(row), ParseResult.TreeFormatter.formatErrorSync),
    ({ prompt, reward_model, subtask }) => {
      const [first, second, ...more] = prompt
      const [system, user] = first.role === "system" ? [first.content, second] : ["", first]
      return user?.role === "user" && (system === "" || more.length === 0)
        ? Either.right({
          system,
          statement: user.content,
          gold: reward_model.ground_truth,
          stratum: subtask ?? ""
        })
        : Either.left("its prompt is not one message of a user, after at most one of the system")
    }
  )
