import { testGoldens } from "@scaler/contract/testing/testGoldens"
import { Effect } from "effect"
import { type EnvironmentName, registry } from "../registry.ts"

/** Recorded by `goldens/networkx_answers.py`. */
testGoldens({
  by: "networkx",
  file: `${import.meta.dir}/goldens/networkx.jsonl`,
  load: (name) => Effect.runPromise(registry.get(name as EnvironmentName))
})
