/**
 * Which environments the quickstart's model learns: one run, from nothing, on all whose prompts it can read at levels 0
 * to 3. An environment is learnt where its test accuracy ends 20 points or more above always giving the commonest
 * answer of the level; 24 or more must be.
 *
 * Usage: bun run verify:tiny [NAME…] [--warmup-steps 1000] [--steps 100]
 */
import { BunContext } from "@effect/platform-bun"
import { registry } from "@scaler/envs/registry"
import { quickstart } from "@scaler/recipes/quickstart"
import { read } from "@scaler/runtime/run/RunRecord"
import { Effect } from "effect"
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { run } from "./scaler.ts"

const aim = 24
const margin = 0.2
/** Instances of a level from which the commonest answer is found. */
const sampled = 256

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    "warmup-steps": { type: "string", default: "1000" },
    steps: { type: "string", default: "100" }
  }
})
const { evaluation: { levels }, rollout: { maxPromptTokens } } = quickstart
const percent = (share: number) => `${(100 * share).toFixed(1).padStart(5)} %`
const mean = (shares: ReadonlyArray<number>) => shares.reduce((sum, share) => sum + share, 0) / shares.length

/** Whether the model can read the prompts of all levels that are evaluated. */
const fits = async (name: string): Promise<boolean> => {
  const { promptLengths } = JSON.parse(await run("env", "show", name, "--json")) as {
    readonly promptLengths: ReadonlyArray<number | null>
  }
  return levels.every((level) => (promptLengths[level] ?? Infinity) <= maxPromptTokens)
}

/** What always giving the commonest answer of each level scores. */
const guessing = async (name: string): Promise<number> =>
  mean(
    await Promise.all(levels.map(async (level) => {
      const rows =
        (await run("env", "sample", name, "--json", "--level", `${level}`, "--count", `${sampled}`))
          .trim().split("\n").map((line) => JSON.parse(line) as { readonly gold: unknown })
      const same = Map.groupBy(rows, ({ gold }) => JSON.stringify(gold)).values()
      return Math.max(...[...same].map(({ length }) => length)) / sampled
    }))
  )

const candidates = positionals.length > 0 ? positionals : registry.entries.map(({ name }) => name)
const names: Array<string> = []
for (const name of candidates) if (await fits(name)) names.push(name)
console.log(
  `${names.length} of ${candidates.length} environments have prompts of at most ${maxPromptTokens} tokens`
)

const directory = join(mkdtempSync(join(tmpdir(), "scaler-tiny-")), "run")
await run(
  "train",
  "quickstart",
  "--warmup-steps",
  values["warmup-steps"],
  "--steps",
  values.steps,
  "--run-dir",
  directory,
  ...names.flatMap((name) => ["--env", name])
)
const record = await Effect.runPromise(Effect.provide(read(directory), BunContext.layer))
const tests = record.evaluations.filter(({ split }) => split === "test")
const accuracy = (name: string, test: typeof tests[number]) =>
  mean(test.scores.cells.filter(({ environment }) => environment === name).map(({ accuracy }) => accuracy))

let learnt = 0
for (const name of names) {
  const guess = await guessing(name)
  const [afterWarmup, atEnd] = [accuracy(name, tests[0]!), accuracy(name, tests.at(-1)!)]
  const isLearnt = atEnd >= guess + margin
  if (isLearnt) learnt++
  console.log(
    `${name.padEnd(24)} guessing ${percent(guess)}  after warm-up ${percent(afterWarmup)}  at the end ${
      percent(atEnd)
    }  ${isLearnt ? "learnt" : "not learnt"}`
  )
}
console.log(`${learnt} environments learnt`)
process.exit(learnt >= aim ? 0 : 1)
