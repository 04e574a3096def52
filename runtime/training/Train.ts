/** A training run from start to end: the only place where its parts are put in order. */
import { Path } from "@effect/platform"
import { Policy } from "@scaler/policy/Policy"
import { Effect } from "effect"
import * as Rules from "../curriculum/Rules.ts"
import { reach } from "../rollout/Levels.ts"
import type { Environments } from "../rollout/Questions.ts"
import * as Checkpoints from "../run/Checkpoints.ts"
import * as EventLoopDelay from "../run/EventLoopDelay.ts"
import { type Outcome, Progress } from "../run/Progress.ts"
import type { Recipe } from "../run/Recipe.ts"
import * as RunDirectory from "../run/RunDirectory.ts"
import { RunError } from "../run/RunError.ts"
import * as RunStore from "../run/RunStore.ts"
import { initial, type State } from "../run/State.ts"
import * as TensorBoard from "../run/TensorBoard.ts"
import * as Evaluation from "./Evaluation.ts"
import { meanLevel } from "./Metrics.ts"
import { begin, reinforce } from "./Reinforce.ts"
import { measure, type Run, save, type Services, type TrainingError } from "./Run.ts"
import { warmUp } from "./Warmup.ts"

export interface TrainOptions {
  readonly recipe: Recipe
  readonly environments: Environments
  readonly directory: string
  readonly mode: "start" | "resume"
  /** What the curriculum of a new run goes on from; from nothing unless given. */
  readonly curriculum?: State["curriculum"] | undefined
  /** Whether a run may be resumed with another recipe, backend or environments. */
  readonly allowChanged: boolean
  /** Versions and machine facts to be recorded beside those of the policy and the environments. */
  readonly facts: RunDirectory.Facts
  readonly stopRequested: Effect.Effect<boolean>
}

/** Each environment with the highest level that its prompts allow. */
const entries = ({ environments, recipe }: TrainOptions) =>
  Effect.forEach(environments, ([name, environment]) =>
    Effect.gen(function*() {
      const budget = recipe.rollout.maxPromptTokens
      const { beyond, highest: maxLevel } = yield* Effect.mapError(
        reach(environment, budget),
        (error) =>
          error._tag === "EnvironmentDefect"
            ? new RunError({ reason: "Recipe", message: `${name} cannot be used: ${error.message}` })
            : error
      )
      const wanted = Math.max(...recipe.evaluation.levels)
      if (maxLevel < wanted) {
        const tooLong = `its prompts are longer than rollout.maxPromptTokens, ${budget}:`
          + ` the longest seen at level ${maxLevel + 1} has ${beyond} tokens`
        return yield* new RunError({
          reason: "Recipe",
          message: maxLevel < 0
            ? `${name} cannot be used: even at level 0 ${tooLong}`
            : `evaluation.levels asks for level ${wanted} of ${name}, but above level ${maxLevel} ${tooLong}`
        })
      }
      return { name, maxLevel }
    }))

/** What decides the numbers of this run beside its recipe. */
const facts = ({ environments, facts: given }: TrainOptions) =>
  Effect.map(Policy, ({ info }): RunDirectory.Facts => ({
    ...given,
    backend: info.backend,
    threads: info.threads,
    kernel: info.kernel,
    parameters: info.parameters,
    ...Object.fromEntries(
      [...environments].map(([name, { manifest }]) => [`environment ${name}`, manifest.hash] as const).sort()
    )
  }))

/** The state to go on from: that of the newest whole checkpoint, with policy and record set back to it. */
const restore = (run: Run, fresh: State) =>
  Effect.gen(function*() {
    const progress = yield* Progress
    const policy = yield* Policy
    const path = yield* Path.Path
    const found = yield* Checkpoints.latest(run.directory.checkpoints)
    for (const damage of found?.damaged ?? []) {
      yield* progress.report({ _tag: "Note", message: `A checkpoint is damaged and passed over: ${damage}` })
    }
    const state = found?.state ?? fresh
    if (found !== undefined) yield* policy.restore(path.join(run.directory.checkpoints, found.name))
    yield* run.store.cutBack(state)
    return state
  })

/** Tests the best checkpoint, and says how the run ended. */
const finish = (run: Run, state: State, delay: EventLoopDelay.Delay) =>
  Effect.gen(function*() {
    const policy = yield* Policy
    const path = yield* Path.Path
    const { recipe: { steps }, store } = run
    const finished = state.phase === "training" && state.step >= steps
    let test: Outcome["test"] = null
    if (finished && state.best !== null) {
      yield* policy.restore(path.join(run.directory.checkpoints, state.best.checkpoint))
      const scores = yield* measure(run, state, "test")
      const before = yield* store.macro({ phase: "training", step: 0 }, "test")
      test = { afterWarmup: before ?? scores.macro, final: scores.macro, instances: scores.instances }
    }
    const standings = run.curriculum.standings(state.curriculum)
    const outcome: Outcome = {
      status: finished ? "finished" : "stopped",
      position: { phase: state.phase, step: state.step },
      best: state.best?.checkpoint ?? null,
      test,
      meanLevel: meanLevel(standings) ?? 0,
      quarantined: standings.filter(({ status }) => status === "quarantined").map(({ environment }) =>
        environment
      ),
      notReproducible: state.notReproducible,
      weights: finished ? yield* Checkpoints.weights(run.directory.checkpoints, state) : null,
      eventLoopDelay: delay,
      waitingShare: yield* store.waitingShare
    }
    return outcome
  })

/**
 * Trains: warm-up, then reinforcement, then the test of the best checkpoint. When a stop is asked for, the run is
 * saved after the step in progress and ends with status `stopped`.
 */
export const train = (options: TrainOptions): Effect.Effect<Outcome, TrainingError, Services> =>
  Effect.scoped(
    Effect.gen(function*() {
      const { allowChanged, environments, recipe, stopRequested } = options
      const progress = yield* Progress
      const path = yield* Path.Path
      const delay = yield* EventLoopDelay.watch
      const directory = yield* RunDirectory.open(path.resolve(options.directory))
      const runFacts = yield* facts(options)
      const changes = options.mode === "start"
        ? yield* Effect.as(RunDirectory.start(directory, recipe, runFacts), [])
        : yield* RunDirectory.resume(directory, recipe, runFacts, allowChanged)
      const curriculum = Rules.make(recipe.curriculum, {
        seed: recipe.seed,
        samples: recipe.rollout.samples
      })
      const known = yield* entries(options)
      const run: Run = {
        recipe,
        environments,
        curriculum,
        directory,
        store: yield* TensorBoard.mirror(yield* RunStore.open(directory.record), directory),
        grids: {
          validation: yield* Evaluation.grid(environments, recipe, "validation"),
          test: yield* Evaluation.grid(environments, recipe, "test")
        },
        stopRequested
      }
      const fresh = options.curriculum === undefined
        ? curriculum.initial(known)
        : curriculum.reconcile(options.curriculum, known)
      let state = yield* restore(run, initial(fresh))
      if (changes.length > 0) state = { ...state, curriculum: curriculum.reconcile(state.curriculum, known) }
      const { info } = yield* Policy
      for (const message of info.notes) yield* progress.report({ _tag: "Note", message })
      yield* progress.report({ _tag: "Started", recipe, facts: runFacts, position: state })

      if (state.phase === "warmup") {
        state = yield* warmUp(run, state)
        if (state.step >= recipe.warmup.steps) state = yield* begin(run, state)
        else yield* save(run, state)
      }
      if (state.phase === "training" && state.step < recipe.steps) {
        state = yield* reinforce(run, state)
        if (state.step < recipe.steps) yield* save(run, state)
      }
      const outcome = yield* finish(run, state, delay())
      yield* progress.report({ _tag: "Finished", outcome })
      return outcome
    })
  )
