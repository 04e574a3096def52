/** What is asked, as the command line says it. */
import type { Limit } from "@scaler/evals/Source"
import { Effect } from "effect"
import { CliError } from "../CliError.ts"

/** Suites, with commas between. */
export const suitesIn = (text: string): ReadonlyArray<string> => [
  ...new Set(text.split(",").map((name) => name.trim()).filter((name) => name !== ""))
]

/** Problems of a suite at most, by the value of a flag. */
export const limitOf = (flag: string, text: string): Effect.Effect<Limit, CliError> => {
  if (text === "all" || text === "usual") return Effect.succeed(text)
  const limit = Number(text)
  return Number.isSafeInteger(limit) && limit >= 1
    ? Effect.succeed(limit)
    : new CliError({ message: `--${flag} is ${text}; it must be a whole number from 1, or all` })
}

export const positive = (flag: string, value: number): Effect.Effect<void, CliError> =>
  value >= 1 ? Effect.void : new CliError({ message: `--${flag} is ${value}; it must be 1 or more` })
