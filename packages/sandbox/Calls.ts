/** What is said to a sandboxed process and what it may answer. */
import type { Runnable } from "@scaler/dsl/Runnable"
import { Schema } from "effect"

/** An operation of an artifact. */
export type Operation = keyof Runnable

/** Something an operation threw: its name, message and stack, as the process tells it. */
const Threw = Schema.Struct({ threw: Schema.Tuple(Schema.String, Schema.String, Schema.String) })

/** One item's outcome: a value, not yet decoded, or what was thrown. */
export type Outcome = { readonly ok: unknown } | typeof Threw.Type

/** A process's answer to one call. */
export type Reply =
  | { readonly id: number; readonly results: ReadonlyArray<Outcome> }
  | { readonly id: number; readonly limit: "Memory" }

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value)

const isThrew = Schema.is(Threw)

const isOutcome = (value: unknown): value is Outcome =>
  isRecord(value) && (Object.hasOwn(value, "ok") || isThrew(value))

/** The reply in this text; undefined where it is none. Written out by hand: it runs on every call. */
export const parseReply = (text: string): Reply | undefined => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!isRecord(value) || typeof value["id"] !== "number") return undefined
  const { id, limit, results } = value
  if (limit === "Memory") return { id, limit }
  return Array.isArray(results) && results.every(isOutcome) ? { id, results } : undefined
}
