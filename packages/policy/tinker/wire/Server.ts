/** What a server says of itself. */
import { Schema } from "effect"

export const Capabilities = Schema.Struct({
  supported_models: Schema.Array(Schema.Struct({ model_name: Schema.NullOr(Schema.String) }))
})

/** What SkyRL answers to `GET /`. */
export const Greeting = Schema.Struct({ name: Schema.Literal("Tinker API Mock") })
