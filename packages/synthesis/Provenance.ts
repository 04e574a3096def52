/** Where a synthesised environment comes from, and what it took. */
import { Schema } from "effect"
import { Stage } from "./oracle/Defect.ts"

/** What a language model was asked for one environment. */
export const Asked = Schema.Struct({
  /** Replies that it took, the one about the problem's sizes included. */
  replies: Schema.Int,
  promptTokens: Schema.Int,
  completionTokens: Schema.Int,
  /** SHA-256 over all questions, hexadecimal. */
  prompts: Schema.String,
  /** Why replies would not do. */
  refused: Schema.Array(Schema.Struct({ stage: Stage, message: Schema.String }))
})
export interface Asked extends Schema.Schema.Type<typeof Asked> {}

/** Nothing has been asked yet. */
export const nothing: Asked = { replies: 0, promptTokens: 0, completionTokens: 0, prompts: "", refused: [] }

export const Provenance = Schema.Struct({
  problem: Schema.Struct({
    id: Schema.String,
    title: Schema.String,
    licence: Schema.optionalWith(Schema.String, { exact: true }),
    source: Schema.optionalWith(Schema.String, { exact: true })
  }),
  /** That was asked. */
  model: Schema.String,
  asked: Asked
})
export interface Provenance extends Schema.Schema.Type<typeof Provenance> {}
