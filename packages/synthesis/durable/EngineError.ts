import { Cause, Data } from "effect"

/** The database of the workflows cannot be used. */
export class EngineError extends Data.TaggedError("EngineError")<{ readonly message: string }> {}

/** What is at the bottom of a failure, in the words of the database. */
export const reasonOf = (cause: Cause.Cause<unknown>): string => {
  let error = Cause.squash(cause)
  while (error instanceof Error && error.cause instanceof Error) error = error.cause
  return error instanceof Error ? error.message : String(error)
}
