/**
 * Asynchronous against synchronous training on the quickstart, at equal rollouts: accuracy, wall time to equal
 * accuracy, staleness. Times count from the end of warm-up, which both have in common, and hold evaluations.
 *
 * Usage: bun packages/cli/verify/asynchronous.verify.ts [--seeds 1,2,3]
 */
import { BunContext } from "@effect/platform-bun"
import { read, type RunRecord } from "@scaler/runtime/run/RunRecord"
import { curves, summarize } from "@scaler/runtime/run/Summary"
import { Effect } from "effect"
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { run } from "./scaler.ts"

const { values } = parseArgs({ options: { seeds: { type: "string", default: "1,2,3" } } })
const folder = mkdtempSync(join(tmpdir(), "scaler-asynchronous-"))
const percent = (share: number) => `${(100 * share).toFixed(1)} %`

const train = async (recipe: "quickstart" | "quickstart-async", seed: string): Promise<RunRecord> => {
  const directory = join(folder, `${recipe}-${seed}`)
  await run("train", recipe, "--json", "--seed", seed, "--run-dir", directory)
  return Effect.runPromise(Effect.provide(read(directory), BunContext.layer))
}

/** Seconds from the validation after warm-up to the first one with an accuracy. */
const secondsTo = ({ evaluations }: RunRecord, accuracy: number): number => {
  const validations = evaluations.filter(({ split }) => split === "validation")
  const reached = validations.find(({ scores }) => scores.macro >= accuracy)!
  return (reached.clock.at - validations[0]!.clock.at) / 1000
}

/** Over training, in seconds, evaluations included. */
const duration = ({ metrics, evaluations }: RunRecord) =>
  (metrics.at(-1)!.clock.at - evaluations[0]!.clock.at) / 1000

const staleness = ({ metrics }: RunRecord) => {
  const found = metrics.flatMap(({ metrics: { staleness } }) => staleness === null ? [] : [staleness])
  const mean = found.reduce((sum, each) => sum + each, 0) / found.length
  return `${mean.toFixed(2)} (${Math.min(...found)}–${Math.max(...found)})`
}

const meanOfCurve = (record: RunRecord) => {
  const { validation } = curves(record)
  return validation.reduce((sum, { value }) => sum + value, 0) / validation.length
}

for (const seed of values.seeds.split(",")) {
  const arms = {
    synchronous: await train("quickstart", seed),
    asynchronous: await train("quickstart-async", seed)
  }
  const equal = Math.min(...Object.values(arms).map((record) => summarize(record).best!.validation))
  for (const [arm, record] of Object.entries(arms)) {
    const { meanLevel, test } = summarize(record)
    console.log(
      `seed ${seed}  ${arm.padEnd(12)}  test ${percent(test.afterWarmup!)} → ${percent(test.final!)}`
        + `  mean of validations ${percent(meanOfCurve(record))}  level ${meanLevel!.toFixed(2)}`
        + `  ${duration(record).toFixed(0)} s in all, ${secondsTo(record, equal).toFixed(0)} s to ${
          percent(equal)
        } in validation`
        + `  staleness ${staleness(record)}`
    )
  }
}
