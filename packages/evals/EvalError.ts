import { Data } from "effect"

/**
 * An evaluation cannot be made.
 * - `Data`: a benchmark's file is missing, is there more than once, or holds something else.
 * - `Changed`: what was begun in a directory was begun with other problems, settings or another model.
 * - `Environment`: the instances of an environment could not be drawn.
 * - `Disk`: its record could not be read or written.
 */
export class EvalError extends Data.TaggedError("EvalError")<{
  readonly reason: "Data" | "Changed" | "Environment" | "Disk"
  readonly message: string
}> {}
