/**
 * The quickstart learns: in each of seeds 1, 2, 3 test accuracy rises by 10 points or more from the end of warm-up to
 * the end and the mean level rises, while with permuted rewards it gains less than 3.
 *
 * Usage: bun packages/cli/verify/learning.verify.ts [--backend NAME] [--seeds 1,2,3] [--no-control]
 */
import type { Outcome } from "@scaler/runtime/run/Progress"
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { lastLine, run } from "./scaler.ts"

const { values } = parseArgs({
  options: {
    backend: { type: "string" },
    seeds: { type: "string", default: "1,2,3" },
    "no-control": { type: "boolean", default: false }
  }
})
const folder = mkdtempSync(join(tmpdir(), "scaler-learning-"))
const percent = (share: number) => (100 * share).toFixed(1).padStart(6)
let failed = false

const measure = async (seed: string, control: boolean) => {
  const began = performance.now()
  const outcome = lastLine<Outcome>(
    await run(
      "train",
      "quickstart",
      "--json",
      "--seed",
      seed,
      "--run-dir",
      join(folder, `${seed}${control ? "-control" : ""}`),
      ...(control ? ["--permute-rewards"] : []),
      ...(values.backend === undefined ? [] : ["--backend", values.backend])
    )
  )
  const { afterWarmup, final } = outcome.test!
  const gain = final - afterWarmup
  const holds = control ? gain < 0.03 : gain >= 0.1 && outcome.meanLevel > 0
  failed ||= !holds
  console.log(
    `${control ? "control" : "trained"}  seed ${seed}  ${percent(afterWarmup)} → ${percent(final)} %`
      + `  gain ${percent(gain)} points  mean level ${outcome.meanLevel.toFixed(2)}`
      + `  ${((performance.now() - began) / 60_000).toFixed(1)} min  p99 ${
        outcome.eventLoopDelay.p99.toFixed(0)
      } ms`
      + `  waiting ${percent(outcome.waitingShare)} %  ${holds ? "holds" : "FALLS SHORT"}`
  )
}

for (const seed of values.seeds.split(",")) {
  await measure(seed, false)
  if (!values["no-control"]) await measure(seed, true)
}
process.exit(failed ? 1 : 0)
