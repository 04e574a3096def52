/** Small training runs for tests: real loop, real record, real checkpoints; a policy of one number. */
import { FileSystem, Path } from "@effect/platform"
import { BunContext } from "@effect/platform-bun"
import * as InProcess from "@scaler/contract/testing/InProcess"
import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Policy, type PolicyError } from "@scaler/policy/Policy"
import type { SandboxedEnvironment } from "@scaler/sandbox/SandboxedEnvironment"
import { Database } from "bun:sqlite"
import { afterAll, onTestFinished } from "bun:test"
import { Context, Effect, Layer, Schema } from "effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Outcome, Progress, type RunEvent } from "../run/Progress.ts"
import { Recipe } from "../run/Recipe.ts"
import { train, type TrainOptions } from "../training/Train.ts"
import * as SkillPolicy from "./SkillPolicy.ts"

/** `Say N`, with N of as many digits as the level, plus two. */
export const say = (
  name: string,
  solve: (value: number) => number = (value) => value,
  check?: (answer: number) => true | string
) =>
  Environment.make({
    name,
    tags: [],
    skill: "for tests",
    source: "for tests",
    scale: { digits: Scale.linear({ min: 3, max: 8 }) },
    instance: Schema.Struct({ value: Schema.Int }),
    answer: Answer.integer,
    generate: ({ digits }) => Gen.struct({ value: Gen.int(10 ** (digits - 1), 10 ** digits - 1) }),
    statement: ({ value }) => `Say ${value}`,
    solve: ({ value }) => solve(value),
    ...(check === undefined ? {} : { check: (_: unknown, answer: number) => check(answer) })
  })

export const recipe: Recipe = Schema.decodeSync(Recipe)({
  name: "test",
  environments: ["alpha", "beta"],
  seed: 1,
  steps: 12,
  model: { layers: 1, width: 8, heads: 1, kvHeads: 1, headWidth: 8, hiddenWidth: 8, context: 64 },
  warmup: { steps: 6, examples: 8, maxLevel: 1, learningRate: 0.5 },
  rollout: { prompts: 8, samples: 4, maxTokens: 20, maxPromptTokens: 40 },
  curriculum: {
    controller: { response: "base", target: 0.5, gain: 2, stepCap: 1, historyLength: 10 },
    activeSet: { mode: "window", slots: 2, zeroAccuracyLimit: 5, maxDifficultyLimit: 5 }
  },
  optimizer: {
    learningRate: { peak: 1, rise: 1 },
    maxGradientNorm: 1,
    weightDecay: 0,
    beta1: 0.9,
    beta2: 0.99
  },
  evaluation: { every: 4, levels: [0, 1, 2, 3], instances: 8 },
  checkpoints: { every: 3, keep: 3 },
  quarantineAfter: 3,
  permuteRewards: false
})

const inProcess = (environments: ReadonlyArray<Environment.Any>): ReadonlyMap<string, SandboxedEnvironment> =>
  new Map(environments.map((environment) => [environment.name, InProcess.make(environment)]))

/** What a test changes about a run. */
export interface Changes extends Partial<Omit<TrainOptions, "environments">>, SkillPolicy.Faults {
  readonly environments?: ReadonlyArray<Environment.Any> | ReadonlyMap<string, SandboxedEnvironment>
  /** Stops after this many steps, counted over warm-up and training. */
  readonly stopAfter?: number
  /** In the place of the policy of one number. */
  readonly policy?: Layer.Layer<Policy, PolicyError>
  /** Stands between the run and its policy. */
  readonly between?: (policy: typeof Policy.Service) => typeof Policy.Service
  readonly fileSystem?: Layer.Layer<FileSystem.FileSystem, never, FileSystem.FileSystem>
}

/** A new directory for a run, there until the test ends; outside of a test, until all around it have. */
export const directory = (): string => {
  const parent = mkdtempSync(join(tmpdir(), "scaler-run-"))
  const remove = () => rmSync(parent, { recursive: true, force: true })
  try {
    onTestFinished(remove)
  } catch {
    afterAll(remove)
  }
  return join(parent, "run")
}

/** Trains, and collects what the run told. */
export const run = (changes: Changes) => {
  const events: Array<RunEvent> = []
  const {
    between = (policy) => policy,
    environments = [say("alpha"), say("beta")],
    fileSystem,
    policy = SkillPolicy.layer(changes),
    stopAfter = Infinity,
    ...options
  } = changes
  const steps = () => events.filter(({ _tag }) => _tag === "Stepped").length
  const progress = Layer.succeed(Progress, {
    report: (event: RunEvent) =>
      Effect.sync(() => {
        events.push(event)
      })
  })
  const platform = fileSystem === undefined
    ? BunContext.layer
    : Layer.merge(Layer.provide(fileSystem, BunContext.layer), Path.layer)
  const services = Layer.merge(
    Layer.provide(
      Layer.map(
        policy,
        (context) => Context.make(Policy, between(Context.get(context, Policy)))
      ),
      platform
    ),
    Layer.merge(progress, platform)
  )
  const outcome = train({
    recipe,
    directory: directory(),
    mode: "start",
    allowChanged: false,
    facts: { version: "test" },
    stopRequested: Effect.sync(() => steps() >= stopAfter),
    ...options,
    environments: environments instanceof Map
      ? environments
      : inProcess([...environments as Array<Environment.Any>])
  }).pipe(Effect.provide(services))
  return { events, outcome }
}

/** Trains to the end. */
export const finish = (changes: Changes) => Effect.runPromise(run(changes).outcome)

/** Trains, and gives the error that it ends with. */
export const fail = (changes: Changes) => Effect.runPromise(Effect.flip(run(changes).outcome))

/** An outcome without what depends on the clock. */
export const timeless = (outcome: Outcome) => ({
  ...outcome,
  eventLoopDelay: undefined,
  waitingShare: undefined
})

/** Everything a run recorded, clocks aside. */
export const recorded = (path: string) => {
  const database = new Database(join(path, "run.sqlite"), { readonly: true })
  const all = (query: string) => database.query(query).all()
  const record = {
    metrics: all("SELECT phase, step, metrics FROM metrics ORDER BY phase, step"),
    evaluations: all("SELECT phase, step, split, scores FROM evaluations ORDER BY phase, step, split"),
    groups: all("SELECT * FROM groups ORDER BY phase, step, environment, idx"),
    rollouts: all("SELECT * FROM rollouts ORDER BY phase, step, environment, idx, sample"),
    events: all("SELECT * FROM events ORDER BY phase, step, position"),
    explanations: all("SELECT * FROM explanations ORDER BY phase, step, environment")
  }
  database.close()
  return record
}
