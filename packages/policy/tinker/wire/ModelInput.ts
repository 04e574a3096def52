/** What a model reads. */
import { Schema } from "effect"
import * as Numbers from "./Numbers.ts"

/** Text as tokens. */
export const EncodedText = Schema.Struct({
  type: Schema.Literal("encoded_text"),
  tokens: Numbers.Tokens
})

export const ModelInput = Schema.Struct({ chunks: Schema.Array(EncodedText) })
export type ModelInput = typeof ModelInput.Type

export const of = (tokens: Int32Array): ModelInput => ({
  chunks: [{ type: "encoded_text", tokens: [...tokens] }]
})

export const tokensOf = ({ chunks }: ModelInput): ReadonlyArray<number> =>
  chunks.flatMap(({ tokens }) => tokens)
