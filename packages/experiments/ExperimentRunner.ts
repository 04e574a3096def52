/** Runs an experiment: what is finished is kept, and what was begun is gone on with. */
import { FileSystem, Path } from "@effect/platform"
import type { Policy, PolicyError } from "@scaler/policy/Policy"
import { asDiskError } from "@scaler/runtime/run/Checkpoints"
import type { Outcome, Progress } from "@scaler/runtime/run/Progress"
import * as RunDirectory from "@scaler/runtime/run/RunDirectory"
import type { RunError } from "@scaler/runtime/run/RunError"
import * as RunRecord from "@scaler/runtime/run/RunRecord"
import { checkpointName } from "@scaler/runtime/run/State"
import { summarize } from "@scaler/runtime/run/Summary"
import type { Participants } from "@scaler/runtime/training/Participants"
import { afterWarmup, type TrainingError } from "@scaler/runtime/training/Run"
import { train } from "@scaler/runtime/training/Train"
import { Effect, Layer } from "effect"
import type { Experiment } from "./Experiment.ts"
import { type Task, tasksOf } from "./Tasks.ts"

/** What a run needs: who takes part, who learns, and who follows it. */
export interface Stage<E, R> {
  readonly participants: Effect.Effect<Participants, E, R>
  readonly policy: Layer.Layer<Policy, PolicyError>
  readonly progress: Layer.Layer<Progress>
}

export interface RunnerOptions<E, R> {
  readonly experiment: Experiment
  readonly directory: string
  /** Runs at a time. */
  readonly jobs: number
  readonly facts: RunDirectory.Facts
  readonly stage: (task: Task) => Stage<E, R>
  readonly stopRequested: Effect.Effect<boolean>
}

const isThere = (...parts: readonly [string, ...ReadonlyArray<string>]) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    return yield* asDiskError("The experiment's runs could not be read", fs.exists(path.join(...parts)))
  })

/** How far a task has come: it is finished once it has been tested and its last checkpoint is there. */
type Standing =
  | { readonly _tag: "absent" | "begun" }
  | { readonly _tag: "finished"; readonly record: RunRecord.RunRecord }

export const standing = (directory: string, { folder, recipe }: Task) =>
  Effect.gen(function*(): Effect.fn.Return<
    Standing,
    RunError,
    FileSystem.FileSystem | Path.Path
  > {
    const run = (yield* Path.Path).join(directory, folder)
    const started = yield* Effect.either(RunDirectory.read(run))
    if (started._tag === "Left") {
      return started.left.reason === "Missing" ? { _tag: "absent" } : yield* started.left
    }
    if (!(yield* isThere(run, RunDirectory.recordFile))) return { _tag: "begun" }
    const record = yield* RunRecord.read(run)
    const { position, status } = summarize(record)
    return status === "finished" && position.step >= recipe.steps
        && (yield* isThere(RunDirectory.checkpointsIn(run), checkpointName(position)))
      ? { _tag: "finished", record }
      : { _tag: "begun" }
  })

/** Makes one run, or the rest of it; true once it is finished. */
const make = <E, R>(options: RunnerOptions<E, R>, task: Task, checkpoint?: string) =>
  Effect.gen(function*() {
    const { directory, facts, stage, stopRequested } = options
    const path = yield* Path.Path
    const before = yield* standing(directory, task)
    if (before._tag === "finished") return true
    if (yield* stopRequested) return false
    const { participants, policy, progress } = stage(task)
    const { status }: Outcome = yield* train({
      ...(yield* participants),
      recipe: task.recipe,
      directory: path.join(directory, task.folder),
      mode: before._tag === "absent" ? "start" : "resume",
      allowChanged: false,
      facts,
      checkpoint,
      record: "figures",
      stopRequested
    }).pipe(Effect.provide(Layer.merge(policy, progress)))
    return status === "finished"
  })

/**
 * Runs what is not finished, each arm from its seed's warm-up. Warm-ups are begun ahead of the runs that need them, as
 * many as there are jobs, so that no job waits for one. Ends early where a stop is asked for: runs in progress are saved
 * after their step, and made to their end when the experiment is run again. True once all are finished.
 */
export const run = <E, R>(
  options: RunnerOptions<E, R>
): Effect.Effect<boolean, E | TrainingError, R | FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function*() {
    const path = yield* Path.Path
    const { runs, warmups } = tasksOf(options.experiment)
    const seeds = yield* Effect.forEach(options.experiment.seeds, (seed) =>
      Effect.gen(function*() {
        const task = warmups.get(seed)
        const warmup = yield* Effect.cached(task === undefined ? Effect.succeed(true) : make(options, task))
        const checkpoint = task
          && path.join(RunDirectory.checkpointsIn(path.join(options.directory, task.folder)), afterWarmup)
        const arms = runs.filter((run) => run.seed === seed).map((run) =>
          Effect.flatMap(warmup, (isWarm) => isWarm ? make(options, run, checkpoint) : Effect.succeed(false))
        )
        return { warmup, arms }
      }))
    const inOrder = [
      ...seeds.slice(0, options.jobs).map(({ warmup }) => warmup),
      ...seeds.flatMap(({ arms }, place) => [
        ...arms,
        ...seeds.slice(place + options.jobs, place + options.jobs + 1).map(({ warmup }) => warmup)
      ])
    ]
    const finished = yield* Effect.all(inOrder, { concurrency: options.jobs })
    return finished.every((isFinished) => isFinished)
  })
