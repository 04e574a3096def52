/** A training run from start to end: the only place where its parts are put in order. */
import { Path } from "@effect/platform"
import { Policy } from "@scaler/policy/Policy"
import { Effect } from "effect"
import * as Rules from "../curriculum/Rules.ts"
import type { Environments } from "../rollout/Questions.ts"
import * as Checkpoints from "../run/Checkpoints.ts"
import * as EventLoopDelay from "../run/EventLoopDelay.ts"
import type { Scores } from "../run/Figures.ts"
import { type Outcome, Progress } from "../run/Progress.ts"
import type { Recipe } from "../run/Recipe.ts"
import * as RunDirectory from "../run/RunDirectory.ts"
import * as RunStore from "../run/RunStore.ts"
import { initial, type State } from "../run/State.ts"
import * as TensorBoard from "../run/TensorBoard.ts"
import * as Benchmarks from "./Benchmarks.ts"
import * as Evaluation from "./Evaluation.ts"
import { meanLevel } from "./Metrics.ts"
import { type Participants, resolve } from "./Participants.ts"
import { begin, reinforce } from "./Reinforce.ts"
import { measure, measureNeverTrained, type Run, save, type Services, type TrainingError } from "./Run.ts"
import { warmUp } from "./Warmup.ts"

export interface TrainOptions extends Participants {
  readonly recipe: Recipe
  readonly directory: string
  readonly mode: "start" | "resume"
  /** What the curriculum of a new run goes on from; from nothing unless given. */
  readonly curriculum?: State["curriculum"] | undefined
  /** The checkpoint of another run with whose weights and optimiser a new one starts; from scratch unless given. */
  readonly checkpoint?: string | undefined
  /** `figures` leaves rollouts, groups and explanations out of the record, and TensorBoard's file; all unless given. */
  readonly record?: "all" | "figures" | undefined
  /** Measured beside the training; none unless given. */
  readonly benchmarks?: Benchmarks.Benchmarks | undefined
  /** Whether a run may be resumed with another recipe, backend or environments. */
  readonly allowChanged: boolean
  /** Versions and machine facts to be recorded beside those of the policy and the environments. */
  readonly facts: RunDirectory.Facts
  readonly stopRequested: Effect.Effect<boolean>
}

/** What decides the numbers of this run beside its recipe. */
const facts = ({ checkpoint, environments, facts: given, neverTrained, warmup }: TrainOptions) =>
  Effect.gen(function*() {
    const { info } = yield* Policy
    const hashes = (what: string, of: Environments = new Map()) =>
      [...of].map(([name, { manifest }]) => [`${what} ${name}`, manifest.hash] as const).sort()
    return {
      ...given,
      ...info.facts,
      ...(checkpoint === undefined ? {} : { "start weights": yield* Checkpoints.verify(checkpoint) }),
      ...Object.fromEntries([
        ...hashes("environment", environments),
        ...hashes("warm-up environment", warmup),
        ...hashes("never trained environment", neverTrained)
      ])
    }
  })

/** The state to go on from: that of the newest whole checkpoint, with policy and record set back to it. */
const restore = (run: Pick<Run, "directory" | "store">, fresh: State, checkpoint: string | undefined) =>
  Effect.gen(function*() {
    const progress = yield* Progress
    const policy = yield* Policy
    const path = yield* Path.Path
    const found = yield* Checkpoints.latest(run.directory.checkpoints)
    for (const damage of found?.damaged ?? []) {
      yield* progress.report({ _tag: "Note", message: `A checkpoint is damaged and passed over: ${damage}` })
    }
    const state = found?.state ?? fresh
    const weights = found === undefined ? checkpoint : path.join(run.directory.checkpoints, found.name)
    if (weights !== undefined) yield* policy.restore(weights)
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
    const tested = (split: string, { instances, macro: final }: Scores) =>
      Effect.map(
        store.macro({ phase: "training", step: 0 }, split),
        (afterWarmup = final) => ({ afterWarmup, final, instances })
      )
    let test: Outcome["test"] = null
    let neverTrained: Outcome["neverTrained"] = null
    if (finished && state.best !== null) {
      yield* policy.restore(path.join(run.directory.checkpoints, state.best.checkpoint))
      test = yield* tested("test", yield* measure(run, state, "test"))
      const scores = yield* measureNeverTrained(run, state)
      if (scores !== null) neverTrained = yield* tested("never-trained", scores)
    }
    const standings = run.curriculum.standings(state.curriculum)
    const outcome: Outcome = {
      status: finished ? "finished" : "stopped",
      position: { phase: state.phase, step: state.step },
      best: state.best?.checkpoint ?? null,
      test,
      neverTrained,
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
      const { allowChanged, checkpoint, neverTrained, recipe, record = "all", stopRequested } = options
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
      const participants = yield* resolve(options, recipe)
      const known = participants.entries
      const store = yield* RunStore.open(directory.record, record)
      const prepared: Omit<Run, "benchmarks"> = {
        recipe,
        ...participants,
        curriculum,
        directory,
        store: record === "all" ? yield* TensorBoard.mirror(store, directory) : store,
        grids: {
          validation: yield* Evaluation.grid(options.environments, recipe, "validation"),
          test: yield* Evaluation.grid(options.environments, recipe, "test"),
          "never-trained": yield* Evaluation.grid(neverTrained ?? new Map(), recipe, "test")
        },
        stopRequested
      }
      const fresh = options.curriculum === undefined
        ? curriculum.initial(known)
        : curriculum.reconcile(options.curriculum, known)
      let state = yield* restore(prepared, initial(fresh), checkpoint)
      if (changes.length > 0) state = { ...state, curriculum: curriculum.reconcile(state.curriculum, known) }
      const { info } = yield* Policy
      for (const message of info.notes) yield* progress.report({ _tag: "Note", message })
      const { description: policy } = info
      yield* progress.report({ _tag: "Started", recipe, facts: runFacts, policy, position: state })
      const { benchmarks } = options
      const run: Run = {
        ...prepared,
        benchmarks: benchmarks === undefined
          ? Benchmarks.none
          : yield* Benchmarks.start({ ...prepared, benchmarks, steps: recipe.steps }, state)
      }

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
      yield* run.benchmarks.end
      yield* progress.report({ _tag: "Finished", outcome })
      return outcome
    })
  )
