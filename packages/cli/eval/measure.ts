/** Asks a model exams, keeps what it says in a directory, and scores it. */
import { FileSystem, Path } from "@effect/platform"
import * as EvalStore from "@scaler/evals/EvalStore"
import { evaluate, type Exam, type Standing } from "@scaler/evals/Evaluate"
import * as Source from "@scaler/evals/Source"
import type { SamplingOptions } from "@scaler/policy/Policy"
import * as Sampling from "@scaler/policy/Sampling"
import { TextModel } from "@scaler/policy/TextModel"
import type { Recipe } from "@scaler/runtime/run/Recipe"
import { Effect } from "effect"
import type { Name } from "../engine/Engine.ts"
import { scored } from "./scored.ts"
import type { AnySource } from "./sources.ts"

/** The record within an evaluation's directory. */
export const recordFile = "eval.sqlite"

export interface Options {
  /** What `exams` were chosen from. */
  readonly sources: ReadonlyArray<AnySource>
  readonly exams: ReadonlyArray<ExamOf<AnySource>>
  readonly directory: string
  /** Whose weights the model has; null where they are its own. */
  readonly checkpoint: string | null
  readonly sampling: Pick<SamplingOptions, "maxTokens" | "temperature" | "topP">
  /** Responses to each problem, where a number was asked for. */
  readonly samples: number | null
  readonly seed: number
  /** Says how the model is asked. */
  readonly recipe: Recipe
  readonly engine: Name
  /** Made for each exam as it begins. */
  readonly report: (title: string) => Effect.Effect<(standing: Standing) => Effect.Effect<void>>
  readonly stopRequested: Effect.Effect<boolean>
}

type ExamOf<S> = S extends Source.Source<infer E, infer R> ? Exam<E, R> : never

/** How problems are asked: a server takes one after another, and a model of ours is faster with many at once. */
const asking = {
  here: { together: 16, concurrency: 1 },
  elsewhere: { together: 1, concurrency: 16 }
} as const

/** What the exams came to, those of which some problems are open too, where a stop was asked for. */
export const measure = (
  { checkpoint, directory, engine, exams, recipe, report, samples, sampling, seed, sources, stopRequested }:
    Options
) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const { info } = yield* TextModel
    yield* fs.makeDirectory(directory, { recursive: true })
    const { statements, system } = recipe.rollout
    const store = yield* EvalStore.open(path.join(directory, recordFile), {
      model: info.facts,
      checkpoint: checkpoint === null ? null : path.resolve(checkpoint),
      sampling,
      samples,
      seed,
      system,
      statements
    })
    yield* Effect.forEach(sources, (source) => Source.recorded(source, store), { discard: true })
    let isFinished = true
    for (const exam of exams) {
      isFinished = (yield* evaluate(exam, store, {
        sampling: { ...Sampling.defaults, ...sampling },
        seed,
        ...(engine === "embedded" ? asking.here : asking.elsewhere),
        report: yield* report(exam.title),
        stopRequested
      })) && isFinished
    }
    return { isFinished, suites: yield* scored(store, exams) }
  })
