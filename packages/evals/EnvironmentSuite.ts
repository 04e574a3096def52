/** Environments by the name of a suite: `env:sorting@3`, `env:sorting@0-3`, `env:sorting@3:validation`. */
import type { HeldOut } from "@scaler/dsl/Split"
import { Either } from "effect"

/** Levels of an environment: `first` to `last`, both included. */
export interface EnvironmentSuite {
  /** What the environment is asked for by: a name, or a file. */
  readonly environment: string
  readonly first: number
  readonly last: number
  readonly split: HeldOut
}

export const prefix = "env:"

/** All levels of environments that were measured, as if they were one suite. */
export const together = { suite: prefix, title: "all levels" } as const

/** How such a name is written, for people. */
export const form = `${prefix}NAME@LEVELS`

/** Left is what is wrong with it. */
export const parse = (suite: string): Either.Either<EnvironmentSuite, string> => {
  const [, environment, first, last, split] = /^env:(.+)@(\d+)(?:-(\d+))?(?::(test|validation))?$/.exec(suite)
    ?? []
  const levels = { first: Number(first), last: Number(last ?? first) }
  return environment === undefined || levels.first > levels.last
    ? Either.left(
      `${suite} is not ${form}, with a level or a range of levels, as env:sorting@3 or env:sorting@0-3;`
        + " :validation after it asks that split's instances"
    )
    : Either.right({ environment, ...levels, split: split === "validation" ? split : "test" })
}

/** The suite of one level, as records have it: each level is a suite of its own. */
export const nameOf = (environment: string, level: number, split: HeldOut): string =>
  `${prefix}${environment}@${level}${split === "test" ? "" : `:${split}`}`
