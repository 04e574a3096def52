import type { Any } from "@scaler/dsl/Environment"
import { describe, expect, test } from "bun:test"
import { Effect } from "effect"
import { join } from "node:path"
import { type EnvironmentName, registry } from "../registry.ts"

interface Golden {
  readonly environment: EnvironmentName
  readonly instance: unknown
  readonly answer: unknown
}

const file = join(import.meta.dir, "goldens", "networkx.jsonl")
const goldens = (await Bun.file(file).text()).trim().split("\n").map((line) => JSON.parse(line) as Golden)

describe("answers of networkx", () => {
  for (const [name, some = []] of Object.entries(Object.groupBy(goldens, ({ environment }) => environment))) {
    test(`to ${some.length} instances of ${name}`, async () => {
      const environment: Any = await Effect.runPromise(registry.get(name as EnvironmentName))
      for (const { answer, instance } of some) {
        const gold: unknown = environment.solve(instance)
        if (environment.check === undefined) expect(gold).toEqual(answer)
        else expect(environment.check(instance, answer, gold)).toBe(true)
      }
    })
  }
})
