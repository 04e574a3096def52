import { Data } from "effect"

/**
 * Why an environment module does not compile.
 * - `NotFound`: there is no such file.
 * - `Syntax`: it does not parse.
 * - `ForbiddenImport`: it imports more than the DSL, `effect` and its own relative files.
 * - `ForbiddenGlobal`: it uses what the machine around it offers, or makes code at run time.
 * - `Nondeterminism`: it uses a clock, a locale, or randomness that is not the generator's.
 * - `RunsEffect`: it runs an Effect itself, or hides the module that could.
 * - `MissingExport`: a module lacks a name that is imported from it.
 * - `NoDefaultExport`: it exports no environment.
 * - `Types`: it does not type-check.
 */
export type Reason =
  | "NotFound"
  | "Syntax"
  | "ForbiddenImport"
  | "ForbiddenGlobal"
  | "Nondeterminism"
  | "RunsEffect"
  | "MissingExport"
  | "NoDefaultExport"
  | "Types"

/** One thing that is wrong, in the author's own words and place. */
export interface Problem {
  readonly reason: Reason
  readonly message: string
  /** Absolute path. */
  readonly file: string
  /** From 1; 1 where the whole file is meant. */
  readonly line: number
  /** From 1, in UTF-16 units. */
  readonly column: number
}

/** A module that was refused, with everything that is wrong with it. `reason` is that of the first problem. */
export class CompileError extends Data.TaggedError("CompileError")<{
  readonly reason: Reason
  readonly message: string
  readonly locations: readonly [Problem, ...ReadonlyArray<Problem>]
}> {}

/** The error of one problem or more. */
export const fromProblems = (problems: readonly [Problem, ...ReadonlyArray<Problem>]): CompileError =>
  new CompileError({
    reason: problems[0].reason,
    message: problems
      .map(({ column, file, line, message }) => `${file}:${line}:${column} ${message}`)
      .join("\n"),
    locations: problems
  })
