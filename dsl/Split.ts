/** Train, validation and test: which one an instance belongs to is decided by its content alone. */
import { seedsBelow } from "./Random.ts"

export type Split = "train" | "validation" | "test"

/** Instances that are measured: no training sees them. */
export type HeldOut = Exclude<Split, "train">

/** Whether JSON's text of the value is its canonical one already: most instances are declared so. */
const isOrdered = (value: unknown): boolean => {
  if (value === null || typeof value !== "object") return true
  if ("toJSON" in value) return false
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) if (!isOrdered(value[index])) return false
    return true
  }
  const keys = Object.keys(value)
  for (let index = 0; index < keys.length; index++) {
    if (index > 0 && keys[index - 1]! > keys[index]!) return false
    if (!isOrdered((value as Record<string, unknown>)[keys[index]!])) return false
  }
  return true
}

/** JSON with the keys of every object in order, so that equal instances have equal text. */
export const canonical = (value: unknown): string =>
  isOrdered(value) ? JSON.stringify(value) : JSON.stringify(
    value,
    (_, part: unknown) =>
      part !== null && typeof part === "object" && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part
  )

/** Splits of one environment's instances: 20 % of all are for validation, 20 % for test, by a hash of name and content. */
export const of = (environment: string): (instance: unknown) => Split => {
  const seeds = seedsBelow("split", environment)
  return (instance) => {
    const share = seeds(canonical(instance))[0] / 2 ** 32
    return share < 0.2 ? "validation" : share < 0.4 ? "test" : "train"
  }
}
