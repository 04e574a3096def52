/** Where a synthesised environment comes from, and what it took. */
import { Schema } from "effect"

export const Provenance = Schema.Struct({
  problem: Schema.Struct({
    id: Schema.String,
    title: Schema.String,
    licence: Schema.optionalWith(Schema.String, { exact: true }),
    source: Schema.optionalWith(Schema.String, { exact: true })
  }),
  /** That wrote it. */
  model: Schema.String,
  /** SHA-256 over all questions to the model, hexadecimal. */
  prompts: Schema.String,
  /** Replies that the environment took, the one about the problem's sizes included. */
  replies: Schema.Int,
  promptTokens: Schema.Int,
  completionTokens: Schema.Int,
  /** Why replies before the last one would not do. */
  refused: Schema.Array(Schema.Struct({ stage: Schema.String, message: Schema.String }))
})
export interface Provenance extends Schema.Schema.Type<typeof Provenance> {}
