/**
 * Which environments the quickstart's model learns, each alone and from nothing, of those whose prompts it can read at
 * levels 0 to 3. An environment is learnt where its test accuracy ends 20 points or more above always giving the
 * commonest answer of the level; 24 or more must be.
 *
 * Usage: bun run verify:tiny [NAME…] [--warmup-steps 150] [--steps 25] [--together 1]
 */
import { BunContext, BunRuntime } from "@effect/platform-bun"
import { registry } from "@scaler/envs/registry"
import { plainPrompt } from "@scaler/policy/tokenizer/Tokenizer"
import { quickstart } from "@scaler/recipes/quickstart"
import * as Levels from "@scaler/runtime/rollout/Levels"
import { read } from "@scaler/runtime/run/RunRecord"
import * as Sandbox from "@scaler/sandbox/Sandbox"
import type { SandboxedEnvironment } from "@scaler/sandbox/SandboxedEnvironment"
import { Array as Arr, Console, Effect, Layer } from "effect"
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { CliError } from "../CliError.ts"
import { load } from "../Environments.ts"
import { run } from "./scaler.ts"

const aim = 24
const margin = 0.2
/** Instances of a level from which the commonest answer is found. */
const sampled = 256

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    "warmup-steps": { type: "string", default: "150" },
    steps: { type: "string", default: "25" },
    together: { type: "string", default: "1" }
  }
})
const { evaluation: { levels }, rollout: { maxPromptTokens } } = quickstart
const percent = (share: number) => `${(100 * share).toFixed(1).padStart(5)} %`
const mean = (shares: ReadonlyArray<number>) => shares.reduce((sum, share) => sum + share, 0) / shares.length

/** Whether the model can read the prompts of all levels that are evaluated: its tokens are characters. */
const fits = (environment: SandboxedEnvironment) =>
  Effect.map(
    Effect.forEach(levels, (level) => Levels.statements(environment, level)),
    (statements) => statements.flat().every((statement) => plainPrompt(statement).length <= maxPromptTokens)
  )

/** What always giving the commonest answer of each level scores. */
const guessing = (environment: SandboxedEnvironment) =>
  Effect.map(
    Effect.forEach(levels, (level) =>
      Effect.gen(function*() {
        const requests = Array.from({ length: sampled }, (_, index) => ({ level, seed: 0, index }))
        const drawn = yield* Effect.all(yield* environment.draw(requests))
        const same = Map.groupBy(drawn, ({ gold }) => JSON.stringify(gold)).values()
        return Math.max(...[...same].map(({ length }) => length)) / sampled
      })),
    mean
  )

/** Evaluations on the test split, after warm-up and at the end, of a model that learns these environments. */
const trained = (names: ReadonlyArray<string>) =>
  Effect.gen(function*() {
    const directory = join(mkdtempSync(join(tmpdir(), "scaler-tiny-")), "run")
    const options = [
      "--warmup-steps",
      values["warmup-steps"],
      "--steps",
      values.steps,
      "--run-dir",
      directory
    ]
    yield* Effect.promise(() =>
      run("train", "quickstart", ...options, ...names.flatMap((name) => ["--env", name]))
    )
    return (yield* read(directory)).evaluations.filter(({ split }) => split === "test")
  })

const accuracy = (name: string, test: Effect.Effect.Success<ReturnType<typeof trained>>[number]) =>
  mean(
    test.scores.cells.filter(({ environment }) => environment === name).map(({ accuracy }) => accuracy)
  )

const program = Effect.gen(function*() {
  const candidates = positionals.length > 0 ? positionals : registry.entries.map(({ name }) => name)
  const chosen: Array<{ readonly name: string; readonly guess: number }> = []
  for (const name of candidates) {
    const environment = yield* load(name)
    if (yield* fits(environment)) chosen.push({ name, guess: yield* guessing(environment) })
  }
  yield* Console.log(
    `${chosen.length} of ${candidates.length} environments have prompts of at most ${maxPromptTokens} tokens`
  )

  let learnt = 0
  for (const some of Arr.chunksOf(chosen, Number(values.together))) {
    const tests = yield* trained(some.map(({ name }) => name))
    for (const { guess, name } of some) {
      const [afterWarmup, atEnd] = [accuracy(name, tests[0]!), accuracy(name, tests.at(-1)!)]
      const isLearnt = atEnd >= guess + margin
      if (isLearnt) learnt++
      yield* Console.log(
        `${name.padEnd(24)} guessing ${percent(guess)}  after warm-up ${percent(afterWarmup)}  at the end ${
          percent(atEnd)
        }  ${isLearnt ? "learnt" : "not learnt"}`
      )
    }
  }
  yield* Console.log(`${learnt} environments learnt`)
  if (learnt < aim) {
    return yield* new CliError({ message: `Less than ${aim} environments were learnt` })
  }
})

program.pipe(
  Effect.provide(Layer.merge(Sandbox.layer(), BunContext.layer)),
  Effect.tapError(({ message }) => Console.error(message)),
  BunRuntime.runMain({ disableErrorReporting: true })
)
