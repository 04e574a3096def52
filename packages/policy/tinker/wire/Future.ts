/** The promise of a result, and its fetching. */
import { Schema } from "effect"
import { direct } from "./Operation.ts"

/** What a deferred operation is answered with. */
export const Future = Schema.Struct({ request_id: Schema.NonEmptyString })

/** In the place of a result that is not there yet; as a body, and with status 408 whatever the body is. */
export const Pending = Schema.Struct({ type: Schema.Literal("try_again") })

/** In the place of a result that there will not be; as a body, and with status 400 or 500 in another. */
export const Failed = Schema.Struct({ error: Schema.String, category: Schema.String })

export const retrieveFuture = direct({
  path: "retrieve_future",
  repetition: "harmless",
  body: Schema.Struct({ request_id: Schema.NonEmptyString }),
  reply: Schema.Unknown
})
