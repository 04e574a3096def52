import { testGoldens } from "@scaler/contract/testing/testGoldens"
import { Effect } from "effect"
import { type EnvironmentName, registry } from "../registry.ts"

/** Recorded by `goldens/sympy_answers.py`. */
testGoldens({
  by: "sympy",
  file: `${import.meta.dir}/goldens/sympy.jsonl`,
  load: (name) => Effect.runPromise(registry.get(name as EnvironmentName))
})
