/** What a server says of itself. */
import { Schema } from "effect"

export const Capabilities = Schema.Struct({
  supported_models: Schema.Array(Schema.Struct({ model_name: Schema.NullOr(Schema.String) }))
})

/** What some servers answer to `GET /`. */
export const Greeting = Schema.Struct({
  name: Schema.String,
  version: Schema.optionalWith(Schema.String, { exact: true })
})

/** The name that SkyRL says. */
export const skyrl = "Tinker API Mock"
