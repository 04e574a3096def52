/** A training run around recorded responses: everything but the model, evaluations and checkpoints. */
import { FileSystem, Path } from "@effect/platform"
import type { Tokenizer } from "@scaler/policy/tokenizer/Tokenizer"
import { qwen3Medium } from "@scaler/recipes/qwen3"
import * as Rules from "@scaler/runtime/curriculum/Rules"
import type { Environments } from "@scaler/runtime/rollout/Questions"
import { Progress } from "@scaler/runtime/run/Progress"
import * as Recipe from "@scaler/runtime/run/Recipe"
import * as RunDirectory from "@scaler/runtime/run/RunDirectory"
import * as RunStore from "@scaler/runtime/run/RunStore"
import { initial, type State } from "@scaler/runtime/run/State"
import * as TensorBoard from "@scaler/runtime/run/TensorBoard"
import * as Benchmarks from "@scaler/runtime/training/Benchmarks"
import { reinforce } from "@scaler/runtime/training/Reinforce"
import { Effect, Layer } from "effect"
import * as AnswerSheet from "./AnswerSheet.ts"
import * as Meter from "./Meter.ts"
import type { Recording } from "./Recording.ts"
import * as ReplayPolicy from "./ReplayPolicy.ts"

/** What all runs have in common. */
export interface Stage {
  readonly environments: Environments
  readonly tokenizer: Tokenizer
  readonly recording: Recording
}

export interface Load {
  /** Rollouts that begin together: those of a step. */
  readonly inFlight: number
  /** Rollouts a second that are asked for. */
  readonly rate: number
  /** How long it is measured at least. */
  readonly seconds: number
}

/** Steps of the curriculum before the run. */
const before = 30

/** Measured steps, at least. */
const steps = 2

const never = 1_000_000

const { rollout: { prompts, samples } } = qwen3Medium

const recipeOf = (inFlight: number) =>
  Recipe.decode({
    ...qwen3Medium,
    steps: never,
    rollout: { ...qwen3Medium.rollout, prompts: inFlight / samples },
    evaluation: { ...qwen3Medium.evaluation, every: never },
    checkpoints: { ...qwen3Medium.checkpoints, every: never }
  })

/** A curriculum where the learner of the answer sheets has brought it. */
const underWay = (environments: Environments, recipe: Recipe.Recipe) => {
  const entries = Array.from(environments, ([name, { manifest }]) => ({
    name,
    maxLevel: manifest.ladder.length - 1
  }))
  const curriculum = Rules.make(recipe.curriculum, { seed: recipe.seed, samples })
  let state = curriculum.initial(entries)
  for (let step = 1; step <= before; step++) {
    const plan = curriculum.plan(state, step, prompts)
    const results = plan.assignments.map(({ environment, levels }) => ({
      environment,
      observations: levels.map((level) => ({
        level,
        accuracy: AnswerSheet.chance(environments.get(environment)!, level),
        rollouts: samples
      }))
    }))
    state = curriculum.observe(plan.state, step, results)
  }
  const from: State = { ...initial(state), phase: "training", step: before }
  return { curriculum, entries, from }
}

/** Runs steps under a load, the first of them to warm up, and measures the others. */
export const measure = (
  { environments, recording, tokenizer }: Stage,
  { inFlight, rate, seconds }: Load
) =>
  Effect.gen(function*() {
    const recipe = yield* recipeOf(inFlight)
    const folder = yield* (yield* FileSystem.FileSystem).makeTempDirectoryScoped()
    const directory = yield* RunDirectory.open((yield* Path.Path).join(folder, "run"))
    const store = yield* TensorBoard.mirror(yield* RunStore.open(directory.record), directory)
    const { curriculum, entries, from } = underWay(environments, recipe)
    yield* store.cutBack(from)

    const sheet: AnswerSheet.AnswerSheet = new Map()
    const noted = Array.from(
      environments,
      ([name, environment]) => [name, AnswerSheet.noting(environment, sheet)] as const
    )
    const { figures, progress } = yield* Meter.make({ samples, steps, seconds })
    const run = {
      recipe,
      environments: new Map(noted),
      entries,
      warmup: entries,
      curriculum,
      directory,
      store,
      grids: { validation: [], test: [], "never-trained": [] },
      benchmarks: Benchmarks.none,
      stopRequested: Effect.sync(() => figures() !== undefined)
    }
    yield* reinforce(run, from).pipe(
      Effect.provide(
        Layer.merge(
          ReplayPolicy.layer({ tokenizer, recording, sheet, rate }),
          Layer.succeed(Progress, progress)
        )
      )
    )
    return figures()!
  }).pipe(Effect.scoped)
