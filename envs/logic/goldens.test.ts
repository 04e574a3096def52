import { testGoldens } from "@scaler/contract/testing/testGoldens"
import { Effect } from "effect"
import { type EnvironmentName, registry } from "../registry.ts"

/** Recorded by `goldens/unique.py`; of a puzzle, z3 found no other solution. */
testGoldens({
  by: "z3",
  file: `${import.meta.dir}/goldens/unique.jsonl`,
  load: (name) => Effect.runPromise(registry.get(name as EnvironmentName))
})
