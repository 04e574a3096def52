import { describe, expect, test } from "bun:test"
import { Effect } from "effect"
import { type EnvironmentName, registry } from "../registry.ts"
import recorded from "./goldens/unique.json"

/** Recorded by `goldens/unique.py`: z3 found this solution and no other. */
describe("what z3 found", () => {
  for (const [name, cases] of Map.groupBy(recorded, ({ environment }) => environment)) {
    test(`${name} has the recorded answers`, async () => {
      const environment = await Effect.runPromise(registry.get(name as EnvironmentName))
      const solve = environment.solve as (instance: unknown) => unknown
      for (const { answer, instance } of cases) expect(solve(instance)).toEqual(answer)
    })
  }
})
