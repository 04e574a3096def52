import { Data } from "effect"

/** What a person asked for cannot be done; the message says why and what to do. */
export class CliError extends Data.TaggedError("CliError")<{ readonly message: string }> {}
