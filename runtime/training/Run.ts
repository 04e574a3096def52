/** What all parts of a training run have in common. */
import type { FileSystem, Path } from "@effect/platform"
import type { Policy, PolicyError, UpdateReport } from "@scaler/policy/Policy"
import type { SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect } from "effect"
import type { Curriculum, Entry } from "../curriculum/Curriculum.ts"
import { type Defect, defectEvent } from "../rollout/Defect.ts"
import type { Environments } from "../rollout/Questions.ts"
import * as Checkpoints from "../run/Checkpoints.ts"
import type { Scores } from "../run/Figures.ts"
import { Progress } from "../run/Progress.ts"
import type { Recipe } from "../run/Recipe.ts"
import type { RunDirectory } from "../run/RunDirectory.ts"
import { RunError } from "../run/RunError.ts"
import type { RunStore } from "../run/RunStore.ts"
import type { RecordedEvent } from "../run/RunTables.ts"
import { checkpointName, type Position, type State } from "../run/State.ts"
import type * as Benchmarks from "./Benchmarks.ts"
import { evaluate, type Grid } from "./Evaluation.ts"

/** What can end a run before its time. */
export type TrainingError = RunError | PolicyError | SandboxError

/** Services that a run needs. */
export type Services = Policy | Progress | FileSystem.FileSystem | Path.Path

/** A run in progress. */
export interface Run {
  readonly recipe: Recipe
  /** All that take part: those that are trained on, and those of the warm-up and the evaluation beside them. */
  readonly environments: Environments
  /** Those that are trained on. */
  readonly entries: ReadonlyArray<Entry>
  /** Those whose examples the warm-up shows, by name. */
  readonly warmup: ReadonlyArray<Entry>
  readonly curriculum: Curriculum<State["curriculum"]>
  readonly directory: RunDirectory
  readonly store: RunStore
  readonly grids: {
    readonly validation: Grid
    readonly test: Grid
    /** Empty where the recipe names no such environments. */
    readonly "never-trained": Grid
  }
  /** Checkpoints that are measured beside the training. */
  readonly benchmarks: Benchmarks.Line
  /** Whether somebody asked the run to save and stop. */
  readonly stopRequested: Effect.Effect<boolean>
}

/** The checkpoint after warm-up: kept to the end, since gains are counted from there. */
export const afterWarmup = checkpointName({ phase: "training", step: 0 })

/** Writes a checkpoint of the state. */
export const save = (run: Run, state: State): Effect.Effect<void, TrainingError, Services> =>
  Effect.gen(function*() {
    const progress = yield* Progress
    const checkpoint = yield* Checkpoints.save(run.directory.checkpoints, state, {
      keep: run.recipe.checkpoints.keep,
      pinned: [afterWarmup, ...run.benchmarks.open()]
    })
    yield* progress.report({ _tag: "Saved", checkpoint })
  })

/** Measures accuracy on a grid, and records it under a position. */
export const measure = (
  run: Run,
  position: Position,
  split: keyof Run["grids"]
): Effect.Effect<Scores, TrainingError, Services> =>
  Effect.gen(function*() {
    const progress = yield* Progress
    const began = performance.now()
    const scores = yield* evaluate(run.environments, run.grids[split], run.recipe)
    const clock = { at: Date.now(), total: performance.now() - began }
    yield* run.store.evaluation(position, split, scores, clock)
    yield* progress.report({ _tag: "Evaluated", position, split, scores })
    return scores
  })

/** Measures the state on what is never trained on, where the recipe names any. */
export const measureNeverTrained = (run: Run, position: Position) =>
  run.grids["never-trained"].length === 0
    ? Effect.succeed(null)
    : measure(run, position, "never-trained")

/** Whether an environment has not had too many defects. */
const isSound = ({ recipe }: Run, { defects }: Pick<State, "defects">, name: string) =>
  (defects[name] ?? 0) < recipe.quarantineAfter

const noneLeft = new RunError({
  reason: "NoEnvironments",
  message:
    "All environments are quarantined after faults: `scaler env check NAME` shows what is wrong with them"
})

/** Fails where every environment that is trained on has been quarantined. */
export const requireEnvironments = (
  run: Run,
  curriculum: State["curriculum"]
): Effect.Effect<void, RunError> =>
  run.curriculum.standings(curriculum).some(({ status }) => status !== "quarantined")
    ? Effect.void
    : noneLeft

/** The warm-up's environments that have not had too many defects; fails where none is left. */
export const warmupEntries = (
  run: Run,
  state: Pick<State, "defects">
): Effect.Effect<ReadonlyArray<Entry>, RunError> => {
  const sound = run.warmup.filter(({ name }) => isSound(run, state, name))
  return sound.length > 0 ? Effect.succeed(sound) : noneLeft
}

/** Updates in a row with gradients that are not finite, after which a run stops. */
const maxNonFinite = 3

/** Updates in a row whose gradients were not finite, after one more; fails where there have been too many. */
export const countNonFinite = (
  state: State,
  report: UpdateReport | null
): Effect.Effect<number, RunError> => {
  const nonFinite = report === null || report.applied ? 0 : state.nonFinite + 1
  return nonFinite < maxNonFinite ? Effect.succeed(nonFinite) : new RunError({
    reason: "Diverged",
    message:
      `Gradients were not finite in ${maxNonFinite} updates in a row: the run stops at its last checkpoint.`
      + " Lower the learning rate"
  })
}

/** Counts defects, and takes environments that have had too many out of the curriculum, those that are in it. */
export const countDefects = <S extends Pick<State, "curriculum" | "defects">>(
  run: Run,
  state: S,
  step: number,
  found: ReadonlyArray<Defect>
) => {
  const defects = { ...state.defects }
  for (const { environment } of found) defects[environment] = (defects[environment] ?? 0) + 1
  const events: Array<RecordedEvent> = found.map(defectEvent)
  let curriculum: State["curriculum"] = state.curriculum
  const trained = new Set(run.entries.map(({ name }) => name))
  for (const environment of [...new Set(found.map((defect) => defect.environment))].sort()) {
    if (!trained.has(environment)) continue
    if (isSound(run, state, environment) && !isSound(run, { defects }, environment)) {
      const transition = run.curriculum.quarantine(curriculum, step, environment)
      curriculum = transition.state
      events.push(...transition.events)
    }
  }
  return { state: { ...state, defects, curriculum }, events }
}
