/** A training run around recorded responses, and what it takes: everything but the model and the evaluations. */
import { FileSystem, Path } from "@effect/platform"
import type { Tokenizer } from "@scaler/policy/tokenizer/Tokenizer"
import { qwen3Medium } from "@scaler/recipes/qwen3"
import * as Rules from "@scaler/runtime/curriculum/Rules"
import type { Environments } from "@scaler/runtime/rollout/Questions"
import * as EventLoopDelay from "@scaler/runtime/run/EventLoopDelay"
import { Progress } from "@scaler/runtime/run/Progress"
import * as Recipe from "@scaler/runtime/run/Recipe"
import * as RunDirectory from "@scaler/runtime/run/RunDirectory"
import * as RunStore from "@scaler/runtime/run/RunStore"
import { initial } from "@scaler/runtime/run/State"
import * as TensorBoard from "@scaler/runtime/run/TensorBoard"
import { resolve } from "@scaler/runtime/training/Participants"
import { reinforce } from "@scaler/runtime/training/Reinforce"
import type { Run } from "@scaler/runtime/training/Run"
import { Effect, Layer, Scope } from "effect"
import * as ProcessTree from "../ProcessTree.ts"
import * as AnswerSheet from "./AnswerSheet.ts"
import type { Recording } from "./Recording.ts"
import * as ReplayPolicy from "./ReplayPolicy.ts"

/** What a run takes from. */
export interface Stage {
  readonly tokenizer: Tokenizer
  readonly recording: Recording
  readonly participants: Effect.Effect.Success<ReturnType<typeof resolve>>
}

export interface Load {
  /** Rollouts that begin together: those of a step. */
  readonly inFlight: number
  /** Rollouts a second that are asked for. */
  readonly rate: number
  /** How long it is measured at least. */
  readonly seconds: number
}

/** What was measured. */
export interface Figures {
  readonly seconds: number
  readonly instances: number
  /** Rollouts, each judged. */
  readonly rollouts: number
  /** Times that levels were chosen for an environment. */
  readonly decisions: number
  readonly tokens: number
  readonly usage: ProcessTree.Usage
  /** Of the event loop, in milliseconds. */
  readonly delay: EventLoopDelay.Delay
  readonly accuracy: number
  readonly defects: number
}

/** Steps of the curriculum before the run, with a learner whose outcomes are known. */
const before = 30

/** Measured steps, at least. */
const leastSteps = 2

const never = 1_000_000

const recipeOf = (inFlight: number) =>
  Recipe.decode({
    ...qwen3Medium,
    steps: never,
    rollout: { ...qwen3Medium.rollout, prompts: inFlight / qwen3Medium.rollout.samples },
    evaluation: { ...qwen3Medium.evaluation, every: never },
    checkpoints: { ...qwen3Medium.checkpoints, every: never }
  })

/** Environments with their levels, for all runs. */
export const prepare = (environments: Environments, tokenizer: Tokenizer, recording: Recording) =>
  Effect.gen(function*() {
    const recipe = yield* recipeOf(512)
    const participants = yield* resolve({ environments }, recipe).pipe(
      Effect.provide(ReplayPolicy.layer({ tokenizer, recording, sheet: new Map(), rate: Infinity }))
    )
    const stage: Stage = { tokenizer, recording, participants }
    return stage
  })

/** A curriculum in the midst of a run. */
const underWay = ({ entries, environments }: Stage["participants"], recipe: Recipe.Recipe) => {
  const { rollout: { samples }, seed } = recipe
  const curriculum = Rules.make(recipe.curriculum, { seed, samples })
  let state = curriculum.initial(entries)
  for (let step = 1; step <= before; step++) {
    const plan = curriculum.plan(state, step, 64)
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
  return { curriculum, state }
}

/** Runs steps under a load, the first of them to warm up, and measures the others. */
export const measure = ({ participants, recording, tokenizer }: Stage, { inFlight, rate, seconds }: Load) =>
  Effect.gen(function*() {
    const scope = yield* Effect.scope
    const path = yield* Path.Path
    const made = yield* (yield* FileSystem.FileSystem).makeTempDirectoryScoped()
    const recipe = yield* recipeOf(inFlight)
    const directory = yield* RunDirectory.open(path.join(made, "run"))
    const store = yield* TensorBoard.mirror(yield* RunStore.open(directory.record), directory)
    const { curriculum, state } = underWay(participants, recipe)
    const from = { ...initial(state), phase: "training" as const, step: before }
    yield* store.cutBack(from)

    const sheet: AnswerSheet.AnswerSheet = new Map()
    const environments = new Map(
      [...participants.environments].map(([name, environment]) => [
        name,
        AnswerSheet.noting(environment, sheet)
      ])
    )
    const sums = { steps: 0, instances: 0, decisions: 0, tokens: 0, accepted: 0, defects: 0 }
    let meter: {
      readonly began: number
      readonly usage: () => ProcessTree.Usage
      readonly delay: () => EventLoopDelay.Delay
    } | undefined
    let figures: Figures | undefined
    const progress = Progress.of({
      report: (event) =>
        Effect.gen(function*() {
          if (event._tag !== "Stepped" || figures !== undefined) return
          if (meter === undefined) {
            const usage = yield* ProcessTree.watch
            meter = { began: performance.now(), usage, delay: yield* EventLoopDelay.watch }
            return
          }
          const { accuracy, defects, environments, groups, tokens } = event.metrics
          sums.steps++
          sums.instances += groups
          sums.decisions += environments.length
          sums.tokens += tokens
          sums.accepted += groups * (accuracy ?? 0)
          sums.defects += defects
          const elapsed = (performance.now() - meter.began) / 1000
          if (sums.steps < leastSteps || elapsed < seconds) return
          figures = {
            seconds: elapsed,
            instances: sums.instances,
            rollouts: sums.instances * recipe.rollout.samples,
            decisions: sums.decisions,
            tokens: sums.tokens,
            usage: meter.usage(),
            delay: meter.delay(),
            accuracy: sums.accepted / sums.instances,
            defects: sums.defects
          }
        }).pipe(Scope.extend(scope))
    })
    const run: Run = {
      ...participants,
      recipe,
      environments,
      curriculum,
      directory,
      store,
      grids: { validation: [], test: [], "never-trained": [] },
      stopRequested: Effect.sync(() => figures !== undefined)
    }
    yield* reinforce(run, from).pipe(
      Effect.provide(
        Layer.merge(
          ReplayPolicy.layer({ tokenizer, recording, sheet, rate }),
          Layer.succeed(Progress, progress)
        )
      )
    )
    return figures!
  }).pipe(Effect.scoped)
