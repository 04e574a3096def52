/** Accepted programs of a problem, by whoever wrote them: some are wrong. */
import { Schema } from "effect"

export const Solution = Schema.Struct({
  language: Schema.Literal("cpp", "python"),
  source: Schema.NonEmptyString
})
export type Solution = typeof Solution.Type

/** What a problem's programs print, as the reference names it: one number, many, or one word. */
export const OutputType = Schema.Literal("number", "array", "string")
export type OutputType = typeof OutputType.Type
