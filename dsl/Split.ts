/** Train, validation and test: which one an instance belongs to is decided by its content alone. */
import { seed } from "./Random.ts"

export type Split = "train" | "validation" | "test"

/** JSON with the keys of every object in order, so that equal instances have equal text. */
export const canonical = (value: unknown): string =>
  JSON.stringify(
    value,
    (_, part: unknown) =>
      part !== null && typeof part === "object" && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part
  )

/** 20 % of all instances are for validation, 20 % for test, by a hash of the environment's name and the instance. */
export const of = (environment: string, instance: unknown): Split => {
  const share = seed("split", environment, canonical(instance))[0] / 2 ** 32
  return share < 0.2 ? "validation" : share < 0.4 ? "test" : "train"
}
