import { describe, expect, test } from "bun:test"
import { Effect } from "effect"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { type EnvironmentName, registry } from "../registry.ts"

interface Recorded {
  readonly environment: EnvironmentName
  readonly instance: unknown
  readonly answer: unknown
}

const recorded = readFileSync(join(import.meta.dir, "goldens/unique.jsonl"), "utf8").trim().split("\n")
  .map((line) => JSON.parse(line) as Recorded)

/** Recorded by `goldens/unique.py`: z3 found this answer, and where it is of a puzzle's solution, no other solution. */
describe("what z3 found", () => {
  for (const [name, cases] of Map.groupBy(recorded, ({ environment }) => environment)) {
    test(`${name} has the recorded answers`, async () => {
      const environment = await Effect.runPromise(registry.get(name))
      const solve = environment.solve as (instance: unknown) => unknown
      for (const { answer, instance } of cases) expect(solve(instance)).toEqual(answer)
    })
  }
})
