/** What a solution printed, as an answer of the environment's type. */
import type { AnswerJson, AnswerSpec } from "@scaler/dsl/AnswerSpec"
import type { OutputType } from "./Solution.ts"

/** Answers of floating-point programs are the same where the reference has them so; whole numbers are exact. */
const decimal: AnswerSpec = { kind: "decimal", tolerance: 1e-7 }
const whole: AnswerSpec = { kind: "bigint" }

const isWhole = (token: string): boolean => /^[+-]?\d+$/.test(token)
const isNumber = (token: string): boolean => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(token)

const tokens = (output: string): ReadonlyArray<string> => output.split(/\s+/).filter((token) => token !== "")

/** The answer's type, from what solutions printed to many instances: numbers are whole where all of them are. */
export const specOf = (output: OutputType, printed: ReadonlyArray<string>): AnswerSpec => {
  if (output === "string") return { kind: "string", caseSensitive: true }
  const element = printed.every((text) => tokens(text).every(isWhole)) ? whole : decimal
  return output === "array" ? { kind: "array", element } : element
}

const number = (spec: AnswerSpec, token: string): AnswerJson | undefined => {
  if (spec.kind === "bigint") return isWhole(token) ? String(BigInt(token.replace(/^\+/, ""))) : undefined
  if (!isNumber(token)) return undefined
  const value = Number(token)
  return Number.isFinite(value) ? value + 0 : undefined
}

/**
 * The answer that was printed; undefined where it is none of the type. A number or a string is one token, and an array
 * all tokens, as the reference reads them.
 */
export const parse = (spec: AnswerSpec, output: string): AnswerJson | undefined => {
  const found = tokens(output)
  if (spec.kind === "array") {
    const values = found.map((token) => number(spec.element, token))
    return values.length > 0 && values.every((value) => value !== undefined) ? values : undefined
  }
  if (found.length !== 1) return undefined
  return spec.kind === "string" ? found[0]! : number(spec, found[0]!)
}
