/** Benchmarks of saved weights, beside the training. What they are, and who is asked, is a matter of who starts the run. */
import { FileSystem, Path } from "@effect/platform"
import { Effect, Fiber, type Scope } from "effect"
import * as Checkpoints from "../run/Checkpoints.ts"
import type { Measured } from "../run/Figures.ts"
import { Progress } from "../run/Progress.ts"
import type { RunDirectory } from "../run/RunDirectory.ts"
import type { RunError } from "../run/RunError.ts"
import type { RunStore } from "../run/RunStore.ts"
import { checkpointName, comparePositions, type Position, positionOf } from "../run/State.ts"

export interface Benchmarks {
  /** Training steps between them; the weights after warm-up and after the last step are measured too. */
  readonly every: number
  /** What is measured, by name. */
  readonly suites: ReadonlyArray<string>
  /**
   * Measures the weights of a checkpoint, and goes on with what was begun in the directory. Undefined where a stop was
   * asked for; what is done so far is kept.
   */
  readonly measure: (
    of: { readonly checkpoint: string; readonly directory: string }
  ) => Effect.Effect<ReadonlyArray<Measured> | undefined, { readonly message: string }>
}

/** The checkpoints that are to be measured: one at a time, in the order of their steps. */
export interface Line {
  /** Steps between those that are due; infinite where none is. */
  readonly every: number
  /** Whether the weights after a training step are measured, so that they must be saved. */
  readonly isDue: (step: number) => boolean
  /** Checkpoints that are not measured yet, and may not be removed. */
  readonly open: () => ReadonlyArray<string>
  /** Puts the checkpoint of a training step into the line, where it is due; does not wait for it. */
  readonly add: (step: number) => Effect.Effect<void>
  /** Waits until all are measured, or a stop was asked for. */
  readonly end: Effect.Effect<void, RunError>
}

/** The line of a run without benchmarks. */
export const none: Line = {
  every: Infinity,
  isDue: () => false,
  open: () => [],
  add: () => Effect.void,
  end: Effect.void
}

export interface Options {
  readonly benchmarks: Benchmarks
  readonly directory: RunDirectory
  readonly store: RunStore
  /** Training steps of the run. */
  readonly steps: number
  readonly stopRequested: Effect.Effect<boolean>
}

const ofStep = (step: number): Position => ({ phase: "training", step })
const nameOf = (step: number): string => checkpointName(ofStep(step))

/** Measures one checkpoint, and records it; true where that is done with, whether or not it could be measured. */
const measure = ({ benchmarks, directory, store }: Options, step: number) =>
  Effect.gen(function*() {
    const progress = yield* Progress
    const path = yield* Path.Path
    const position = ofStep(step)
    const name = nameOf(step)
    const began = performance.now()
    const measured = yield* Effect.either(benchmarks.measure({
      checkpoint: path.join(directory.checkpoints, name),
      directory: path.join(directory.benchmarks, name)
    }))
    if (measured._tag === "Left") {
      const { message } = measured.left
      yield* store.event(position, { _tag: "not-measured", message })
      yield* progress.report({
        _tag: "Note",
        message: `The benchmarks of ${name} failed, and the run goes on without them: ${message}`
      })
      return true
    }
    if (measured.right === undefined) return false
    const clock = { at: Date.now(), total: performance.now() - began }
    for (const { scores, suite } of measured.right) {
      yield* store.evaluation(position, suite, scores, clock)
    }
    yield* progress.report({ _tag: "Benchmarked", position, measured: measured.right })
    return true
  })

/** Steps up to a position whose checkpoints are there and not measured; what was measured after it is removed. */
const unmeasured = ({ benchmarks, directory, store }: Options, position: Position) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const isAfter = (name: string) => {
      const of = positionOf(name)
      return of !== undefined && comparePositions(of, position) > 0
    }
    const begun = (yield* fs.exists(directory.benchmarks))
      ? yield* fs.readDirectory(directory.benchmarks)
      : []
    for (const name of begun.filter(isAfter)) {
      yield* fs.remove(path.join(directory.benchmarks, name), { recursive: true })
    }
    const saved = (yield* Checkpoints.list(directory.checkpoints)).filter((name) => !isAfter(name))
      .toReversed()
      .flatMap((name) => {
        const { phase, step } = positionOf(name)!
        return phase === "training" ? [step] : []
      })
    return yield* Effect.filter(
      saved,
      (step) =>
        Effect.exists(benchmarks.suites, (suite) =>
          Effect.map(store.macro(ofStep(step), suite), (macro) => macro === undefined))
    )
  })

/** The line of a run that goes on from a position; it begins with what that left unmeasured, and ends with the scope. */
export const start = (
  options: Options,
  from: Position
): Effect.Effect<Line, RunError, Progress | FileSystem.FileSystem | Path.Path | Scope.Scope> =>
  Effect.gen(function*() {
    const { benchmarks: { every }, steps, stopRequested } = options
    const progress = yield* Progress
    const context = yield* Effect.context<Progress | Path.Path>()
    const scope = yield* Effect.scope
    const open = new Set<number>()
    let last: Fiber.Fiber<void, RunError> = Fiber.void

    const isDue = (step: number) => step % every === 0 || step === steps
    const note = (message: string) => progress.report({ _tag: "Note", message })
    const add = (step: number) =>
      Effect.gen(function*() {
        if (!isDue(step) || open.has(step)) return
        const [before] = open
        if (before !== undefined) {
          yield* note(`The benchmarks of ${nameOf(step)} wait: those of ${nameOf(before)} are under way.`)
        }
        open.add(step)
        const own = Effect.gen(function*() {
          if (yield* stopRequested) return
          if (yield* measure(options, step)) open.delete(step)
        })
        last = yield* Effect.forkIn(
          Effect.provide(Effect.zipRight(Fiber.join(last), own), context),
          scope
        )
      })
    const names = () => [...open].map(nameOf)
    const left = yield* Checkpoints.asDiskError(
      "The checkpoints and their benchmarks could not be read",
      unmeasured(options, from)
    )
    yield* Effect.forEach(left, add, { discard: true })
    return {
      every,
      isDue,
      open: names,
      add,
      end: Effect.gen(function*() {
        if (open.size > 0 && !(yield* stopRequested)) {
          yield* note(`Training is done; the benchmarks of ${names().join(", ")} are not yet.`)
        }
        yield* Fiber.join(last)
        if (open.size > 0) {
          yield* note(`The benchmarks of ${names().join(", ")} are not finished; go on with --resume.`)
        }
      })
    }
  })
