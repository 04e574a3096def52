/** Whether instances have the sizes that their settings say. */
import { Effect } from "effect"
import { Defect } from "../oracle/Defect.ts"
import type { Case } from "./Cases.ts"

/** Share of the instances in which a size must be found: some settings cannot be served exactly. */
const share = 0.5

/** All that could be a size in an instance: lengths of arrays and texts in it, and numbers in what programs read. */
const sizesOf = ({ gold, instance }: Pick<Case, "gold" | "instance">): ReadonlySet<number> => {
  const found = new Set<number>()
  const visit = (value: unknown) => {
    if (typeof value === "string" || Array.isArray(value)) found.add(value.length)
    if (value !== null && typeof value === "object") Object.values(value).forEach(visit)
  }
  visit(instance)
  for (const [token] of String(gold).matchAll(/(?<!\S)\d+(?!\S)/g)) found.add(Number(token))
  return found
}

/** Fails where an axis is not to be found in the instances that were drawn at its values. */
export const refuseOther = (cases: ReadonlyArray<Case>): Effect.Effect<void, Defect> => {
  const sizes = cases.map(sizesOf)
  for (const axis of Object.keys(cases[0]?.scale ?? {})) {
    const missing = cases.filter(({ scale }, at) => !sizes[at]!.has(scale[axis]!))
    if (missing.length > (1 - share) * cases.length) {
      const [{ instance, scale }] = missing as [Case]
      return new Defect({
        stage: "generator",
        message: `${axis} is ${
          scale[axis]
        }, but nothing in the instance has that size, and so in ${missing.length} of ${cases.length} instances: ${
          JSON.stringify(instance).slice(0, 400)
        }`
      })
    }
  }
  return Effect.void
}
