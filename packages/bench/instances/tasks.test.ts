import * as Ladder from "@scaler/dsl/Ladder"
import { registry } from "@scaler/envs/registry"
import { expect, test } from "bun:test"
import { Effect } from "effect"
import { tasks } from "./tasks.ts"

/** Which of the peer's parameters say the size of an axis. */
const named: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sum: { terms: "min_terms" },
  gcd: { numbers: "min_numbers", maxValue: "max_value" },
  sorting: { n: "min_numbers", maxValue: "max_value" },
  spiral: { size: "min_n" }
}

test("levels have the sizes that the peer is asked for", async () => {
  for (const { environment, level, parameters } of tasks) {
    const scale = Ladder.of(await Effect.runPromise(registry.get(environment)))[level]!
    for (const [axis, parameter] of Object.entries(named[environment] ?? {})) {
      expect([environment, axis, scale[axis]]).toEqual([environment, axis, parameters[parameter]!])
    }
  }
})
