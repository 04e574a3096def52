/** A benchmark: which files hold it, what a row means, and how answers are judged. */
import type * as BoundedVerdict from "@scaler/judge/BoundedVerdict"
import type { JudgeError } from "@scaler/judge/JudgeError"
import type { MathJudge } from "@scaler/judge/math/MathJudge"
import type { Effect, Either } from "effect"
import type { Problem } from "./Problem.ts"

/** A problem as a row has it. */
export type Row = Omit<Problem, "id" | "repeats">

export interface Suite {
  readonly name: string
  /** For people; of a file, since it says which split that is. */
  readonly title: (file: string) => string
  /** The names of its files. */
  readonly files: RegExp
  /** What a row must have, for people. */
  readonly columns: string
  /** Left is what is wrong with the row. */
  readonly read: (row: unknown) => Either.Either<Row, string>
  /** A truncated or missing answer is malformed; a judge that came to no verdict is timed out. */
  readonly judge: (
    problem: Problem,
    response: string
  ) => Effect.Effect<BoundedVerdict.BoundedVerdict, JudgeError, MathJudge>
}
