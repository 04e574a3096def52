import { BunContext } from "@effect/platform-bun"
import * as InProcess from "@scaler/contract/testing/InProcess"
import { Progress, type RunEvent } from "@scaler/runtime/run/Progress"
import { Recipe, type RecipeSettings } from "@scaler/runtime/run/Recipe"
import * as SkillPolicy from "@scaler/runtime/testing/SkillPolicy"
import { directory, recipe, recorded, say } from "@scaler/runtime/testing/testRun"
import { describe, expect, test } from "bun:test"
import { Effect, Either, Layer, ParseResult, Schema } from "effect"
import { rmSync } from "node:fs"
import { join } from "node:path"
import * as ArmRuns from "./ArmRuns.ts"
import { Experiment, type ExperimentSettings } from "./Experiment.ts"
import * as ExperimentDirectory from "./ExperimentDirectory.ts"
import * as ExperimentRunner from "./ExperimentRunner.ts"
import type { Task } from "./Tasks.ts"

const base: RecipeSettings = {
  ...Schema.encodeSync(Recipe)(recipe),
  warmup: { ...recipe.warmup, steps: 2 },
  evaluation: { every: 2, levels: [0, 1], instances: 4 }
}
/** Whole runs are made, each written to disk now and then. */
const timeout = 60_000

const uniform: RecipeSettings = { ...base, curriculum: { rule: "uniform", slots: 2 } }

const settings: ExperimentSettings = {
  name: "small",
  question: "Which is better?",
  seeds: [1, 2],
  rollouts: 4 * base.rollout.prompts * base.rollout.samples,
  arms: [
    { name: "reference", meaning: "the reference", recipe: base },
    { name: "again", meaning: "the reference once more", recipe: base },
    { name: "uniform", meaning: "nothing adapts", recipe: uniform }
  ],
  baseline: "reference",
  metrics: ["test", "signal"]
}
const experiment = Schema.decodeSync(Experiment)(settings)

/** Runs an experiment; with `stopAfter`, a stop is asked for after so many steps in all. */
const run = async (directory: string, { jobs = 1, stopAfter = Infinity } = {}) => {
  const events: Array<RunEvent> = []
  const started: Array<string> = []
  const stage = (task: Task) => ({
    participants: Effect.sync(() => {
      started.push(task.folder)
      return {
        environments: new Map(["alpha", "beta"].map((name) => [name, InProcess.make(say(name))]))
      }
    }),
    policy: Layer.provide(SkillPolicy.layer(), BunContext.layer),
    progress: Layer.succeed(Progress, {
      report: (event: RunEvent) =>
        Effect.sync(() => {
          events.push(event)
        })
    })
  })
  const stopRequested = Effect.sync(() => events.filter(({ _tag }) => _tag === "Stepped").length >= stopAfter)
  const isWhole = await Effect.runPromise(
    Effect.provide(
      ExperimentRunner.run({ experiment, directory, jobs, facts: {}, stage, stopRequested }),
      BunContext.layer
    )
  )
  return { isWhole, started }
}

const results = (directory: string) =>
  Effect.runPromise(Effect.provide(ArmRuns.read(experiment, directory), BunContext.layer))

/** Without what depends on the clock. */
const timeless = async (directory: string) =>
  (await results(directory)).runs.map((each) => ({ ...each, time: undefined }))

test("arms of a seed go on from one warm-up: equal ones come to the same", async () => {
  const path = directory()
  expect(await run(path)).toEqual({
    isWhole: true,
    started: [1, 2].flatMap((seed) => [
      `warmups/seed${seed}`,
      ...["reference", "again", "uniform"].map((arm) => `runs/${arm}-seed${seed}`)
    ])
  })
  const [first, second, other] = ["reference", "again", "uniform"].map((arm) =>
    recorded(join(path, "runs", `${arm}-seed1`))
  )
  expect(second).toEqual(first!)
  expect(other!.metrics).not.toEqual(first!.metrics)

  const { runs } = await results(path)
  expect(runs.map(({ arm, seed }) => `${arm} ${seed}`)).toEqual(
    ["reference", "again", "uniform"].flatMap((arm) => [`${arm} 1`, `${arm} 2`])
  )
  for (const { neverTrained, rolloutsPerStep, steps, test, validation } of runs) {
    expect(steps.map(({ step }) => step)).toEqual([1, 2, 3, 4])
    expect(steps.length * rolloutsPerStep).toBe(experiment.rollouts)
    expect(validation.map(({ step }) => step)).toEqual([0, 2, 4])
    expect(test.start).toBe(runs[0]!.test.start)
    expect(neverTrained).toBeNull()
  }
}, timeout)

test("no job waits for a warm-up: others are begun ahead", async () => {
  const { started } = await run(directory(), { jobs: 2 })
  expect(new Set(started.slice(0, 2))).toEqual(new Set(["warmups/seed1", "warmups/seed2"]))
  expect(started).toHaveLength(8)
}, timeout)

test(
  "what was stopped comes to the same once it is run again, and what is finished is not run again",
  async () => {
    const whole = directory()
    await run(whole)
    const stopped = directory()
    let { isWhole } = await run(stopped, { stopAfter: 1 })
    expect(await timeless(stopped)).toEqual([])
    for (let i = 0; i < 20 && !isWhole; i++) ({ isWhole } = await run(stopped, { stopAfter: 7, jobs: 2 }))
    expect(isWhole).toBe(true)
    expect(await timeless(stopped)).toEqual(await timeless(whole))
    expect(await run(stopped)).toEqual({ isWhole: true, started: [] })
  },
  timeout
)

test("a warm-up whose checkpoint is gone is made again", async () => {
  const path = directory()
  await run(path, { stopAfter: 3 })
  rmSync(join(path, "warmups", "seed1", "checkpoints"), { recursive: true })
  expect((await run(path)).started).toContain("warmups/seed1")
}, timeout)

describe("an experiment", () => {
  const issues = (changes: Partial<ExperimentSettings>) =>
    Either.match(Schema.decodeUnknownEither(Experiment)({ ...settings, ...changes }), {
      onLeft: (error) => ParseResult.ArrayFormatter.formatErrorSync(error).map(({ message }) => message),
      onRight: () => []
    })
  const [reference] = settings.arms

  test("has a budget of whole steps", () => {
    expect(issues({ rollouts: 100 })).toEqual(["must be whole steps: reference would make 3.125"])
  })

  test("has its baseline among its arms, each of which is there once", () => {
    expect(issues({ baseline: "none" })).toEqual(["must be an arm: reference, again, uniform"])
    expect(issues({ arms: [reference, reference] })).toEqual(["reference is there twice"])
  })

  test("has arms that share their warm-up", () => {
    const longer = { ...base, warmup: { ...base.warmup, steps: 9 } }
    expect(issues({ arms: [reference, { name: "longer", meaning: "longer", recipe: longer }] })).toEqual([
      "must share one warm-up, but differ in warmup.steps: reference 2, longer 9"
    ])
    const others: RecipeSettings = { ...base, environments: ["alpha"] }
    const fewer = { name: "fewer", meaning: "fewer environments", recipe: others }
    expect(issues({ arms: [reference, fewer] })[0]).toStartWith(
      "must share one warm-up, but differ in warmup.environments"
    )
    const shown = (of: RecipeSettings) => ({
      ...of,
      warmup: { ...of.warmup, environments: ["alpha", "beta"] }
    })
    expect(
      issues({ arms: [{ ...reference, recipe: shown(base) }, { ...fewer, recipe: shown(others) }] })
    ).toEqual([])
  })

  test("has a directory, which is no other's", async () => {
    const path = directory()
    const on = <A, E>(effect: Effect.Effect<A, E, any>) =>
      Effect.runPromise(Effect.provide(effect, BunContext.layer) as Effect.Effect<A, E>)
    await on(ExperimentDirectory.write(path, experiment))
    expect(await on(ExperimentDirectory.read(path))).toEqual(experiment)
    const other = { ...experiment, name: "other" }
    expect(await on(Effect.flip(ExperimentDirectory.write(path, other)))).toMatchObject({ reason: "Exists" })
    expect(await on(Effect.flip(ExperimentDirectory.read(directory())))).toMatchObject({ reason: "Missing" })
  })
})
