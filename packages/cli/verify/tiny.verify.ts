/**
 * Which environments the quickstart's model learns: each is trained on alone, from nothing, for a minute or so. It is
 * learnt where test accuracy over levels 0 to 3 ends 10 points or more above always giving the commonest answer; 24
 * environments or more must be.
 *
 * Usage: bun run verify:tiny [NAME…] [--warmup-steps 60] [--steps 40]
 */
import { registry } from "@scaler/envs/registry"
import { quickstart } from "@scaler/recipes/quickstart"
import type { Outcome } from "@scaler/runtime/run/Progress"
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { lastLine, run } from "./scaler.ts"

const aim = 24
const margin = 0.1
/** Instances of a level from which the commonest answer is found. */
const sampled = 256

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    "warmup-steps": { type: "string", default: "60" },
    steps: { type: "string", default: "40" }
  }
})
const folder = mkdtempSync(join(tmpdir(), "scaler-tiny-"))
const { evaluation: { levels }, rollout: { maxPromptTokens } } = quickstart
const percent = (share: number) => `${(100 * share).toFixed(1).padStart(5)} %`

/** Whether the model can read the prompts of all levels that are evaluated. */
const fits = async (name: string): Promise<boolean> => {
  const { promptLengths } = JSON.parse(await run("env", "show", name, "--json")) as {
    readonly promptLengths: ReadonlyArray<number | null>
  }
  return levels.every((level) => (promptLengths[level] ?? Infinity) <= maxPromptTokens)
}

/** What always giving the commonest answer of each level scores. */
const guessing = async (name: string): Promise<number> => {
  let shares = 0
  for (const level of levels) {
    const rows = (await run("env", "sample", name, "--json", "--level", `${level}`, "--count", `${sampled}`))
      .trim().split("\n").map((line) => JSON.parse(line) as { readonly gold: unknown })
    const counts = Map.groupBy(rows, ({ gold }) => JSON.stringify(gold))
    shares += Math.max(...[...counts.values()].map(({ length }) => length)) / sampled
  }
  return shares / levels.length
}

const candidates = positionals.length > 0 ? positionals : registry.entries.map(({ name }) => name)
let learnt = 0
for (const name of candidates) {
  if (!(await fits(name))) {
    if (positionals.length > 0) {
      console.log(`${name.padEnd(28)} prompts of more than ${maxPromptTokens} tokens`)
    }
    continue
  }
  const guess = await guessing(name)
  const { test } = lastLine<Outcome>(
    await run(
      "train",
      "quickstart",
      "--json",
      "--env",
      name,
      "--warmup-steps",
      values["warmup-steps"],
      "--steps",
      values.steps,
      "--run-dir",
      join(folder, name)
    )
  )
  const { afterWarmup, final } = test!
  const isLearnt = final >= guess + margin
  if (isLearnt) learnt++
  console.log(
    `${name.padEnd(28)} guessing ${percent(guess)}  after warm-up ${percent(afterWarmup)}  at the end ${
      percent(final)
    }  ${isLearnt ? "learnt" : "NOT LEARNT"}`
  )
}
console.log(`${learnt} environments learnt`)
process.exit(positionals.length > 0 || learnt >= aim ? 0 : 1)
