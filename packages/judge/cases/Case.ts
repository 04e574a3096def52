/** How a case is written down, and the answer types of the cases. */
import type { AnswerJson, AnswerSpec } from "@scaler/dsl/AnswerSpec"
import type { Verdict } from "../Verdict.ts"

export interface Case {
  readonly spec: AnswerSpec
  readonly gold: AnswerJson
  readonly response: string
  readonly verdict: Verdict["_tag"]
}

export type Columns = readonly [
  accepted: ReadonlyArray<string>,
  wrong: ReadonlyArray<string>,
  malformed: ReadonlyArray<string>
]

/** Whole responses, by the verdict they get. */
export const responses = (
  spec: AnswerSpec,
  gold: AnswerJson,
  ...[accepted, wrong, malformed]: Columns
): ReadonlyArray<Case> => [
  ...accepted.map((response): Case => ({ spec, gold, response, verdict: "Accepted" })),
  ...wrong.map((response): Case => ({ spec, gold, response, verdict: "Wrong" })),
  ...malformed.map((response): Case => ({ spec, gold, response, verdict: "Malformed" }))
]

/** What stands in the box, by the verdict it gets. */
export const boxes = (spec: AnswerSpec, gold: AnswerJson, ...columns: Columns): ReadonlyArray<Case> => {
  const [accepted, wrong, malformed] = columns.map((column) => column.map((content) => `\\boxed{${content}}`))
  return responses(spec, gold, accepted!, wrong!, malformed!)
}

/** For LaTeX; ASCII only, because Bun escapes other characters in raw templates. */
export const r = String.raw
export const integer: AnswerSpec = { kind: "integer" }
export const bigint: AnswerSpec = { kind: "bigint" }
export const rational: AnswerSpec = { kind: "rational" }
export const boolean: AnswerSpec = { kind: "boolean" }
export const string: AnswerSpec = { kind: "string", caseSensitive: true }
export const anyCase: AnswerSpec = { kind: "string", caseSensitive: false }
export const abcd: AnswerSpec = { kind: "choice", options: ["A", "B", "C", "D"] }
export const decimal = (tolerance: number): AnswerSpec => ({ kind: "decimal", tolerance })
export const list = (element: AnswerSpec): AnswerSpec => ({ kind: "array", element })
