import { Data, ParseResult } from "effect"

/** What a person asked for cannot be done; the message says why and what to do. */
export class CliError extends Data.TaggedError("CliError")<{ readonly message: string }> {}

/** Settings that are wrong, a line for each field. */
export const wrongSettings = (what: string, error: ParseResult.ParseError): CliError => {
  const issues = ParseResult.ArrayFormatter.formatErrorSync(error)
    .map(({ message, path }) => `  ${path.join(".")}: ${message}`)
  return new CliError({ message: `The ${what} is wrong:\n${issues.join("\n")}` })
}
