/** Which problems of which benchmarks are asked, and how often. */
import type { FileSystem, Path } from "@effect/platform"
import type { JudgeError } from "@scaler/judge/JudgeError"
import type { MathJudge } from "@scaler/judge/math/MathJudge"
import { Effect } from "effect"
import type { EvalError } from "./EvalError.ts"
import type { Exam } from "./Evaluate.ts"
import * as Selection from "./Selection.ts"
import type { Suite } from "./Suite.ts"
import * as SuiteFile from "./SuiteFile.ts"

/** An exam, with how many problems its benchmark has. */
export interface Chosen extends Exam<JudgeError, MathJudge> {
  readonly of: number
}

export interface Options {
  /** Problems of each benchmark, at most. */
  readonly limit: number
  /** Responses to each problem; undefined for as many as the file has rows of it. */
  readonly samples: number | undefined
  readonly seed: number
}

/** Reads the benchmarks of a folder. */
export const read = (
  suites: ReadonlyArray<Suite>,
  directory: string,
  { limit, samples, seed }: Options
): Effect.Effect<ReadonlyArray<Chosen>, EvalError, FileSystem.FileSystem | Path.Path> =>
  Effect.forEach(suites, (suite) =>
    Effect.gen(function*() {
      const file = yield* SuiteFile.find(suite, directory)
      const problems = yield* SuiteFile.read(suite, file)
      return {
        suite: suite.name,
        title: suite.title(file),
        problems: Selection.select(problems, limit, seed),
        of: problems.length,
        samples: ({ repeats }) => samples ?? repeats,
        judge: suite.judge
      }
    }))
