/** A session: models and samplers live as long as it is heard of. */
import { Schema } from "effect"
import { direct } from "./Operation.ts"

export const createSession = direct({
  path: "create_session",
  repetition: "harmless",
  body: Schema.Struct({ tags: Schema.Array(Schema.String), sdk_version: Schema.String }),
  reply: Schema.Struct({ session_id: Schema.NonEmptyString })
})

/** A session that is not heard of for 300 s ends. */
export const heartbeat = direct({
  path: "session_heartbeat",
  repetition: "harmless",
  body: Schema.Struct({ session_id: Schema.NonEmptyString }),
  reply: Schema.Struct({})
})
