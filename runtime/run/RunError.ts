import { ParseResult, Schema } from "effect"

/**
 * A run cannot start or go on. Nothing that a checkpoint holds is lost.
 * - `Recipe`: the recipe does not fit the environments or the policy.
 * - `Locked`: another process works in the run directory.
 * - `Exists`, `Missing`: the directory already holds a run, or holds none to resume.
 * - `Changed`: recipe, backend or artifacts are not those of the run to be resumed.
 * - `Disk`: the run directory could not be written or read.
 * - `Diverged`: gradients were not finite three times in a row.
 * - `NoEnvironments`: all environments are quarantined.
 */
export class RunError extends Schema.TaggedError<RunError>("@scaler/runtime/RunError")("RunError", {
  reason: Schema.Literal(
    "Recipe",
    "Locked",
    "Exists",
    "Missing",
    "Changed",
    "Disk",
    "Diverged",
    "NoEnvironments"
  ),
  message: Schema.String
}) {}

/** Where data is not what it should be, and why, in one line: `recipe.seed: is missing`. */
export const issue = (error: ParseResult.ParseError): string =>
  ParseResult.ArrayFormatter.formatErrorSync(error)
    .map(({ message, path }) => [...path.length === 0 ? [] : [path.join(".")], message].join(": "))
    .join("; ")
