import type { Any } from "@scaler/dsl/Environment"
import { describe, expect, test } from "bun:test"
import { Effect } from "effect"
import { type EnvironmentName, registry } from "../registry.ts"
import recorded from "./goldens/sympy.json"

/** Recorded by `goldens/sympy_answers.py`. */
describe("answers of sympy", () => {
  for (const [name, cases] of Map.groupBy(recorded, ({ environment }) => environment)) {
    test(`to ${cases.length} instances of ${name}`, async () => {
      const environment: Any = await Effect.runPromise(registry.get(name as EnvironmentName))
      for (const { answer, instance } of cases) {
        expect<unknown>(environment.answer.encode(environment.solve(instance))).toEqual(answer)
      }
    })
  }
})
