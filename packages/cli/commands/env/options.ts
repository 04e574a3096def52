import { Args, Options } from "@effect/cli"
import { didYouMean } from "@scaler/dsl/Nearest"
import type { Split } from "@scaler/dsl/Split"
import { Effect, Option } from "effect"
import { CliError } from "../../CliError.ts"
import { entries } from "../../Environments.ts"

export const json = Options.boolean("json").pipe(Options.withDescription("Print JSON instead of text"))

export const environment = Args.text({ name: "name-or-file" }).pipe(
  Args.withDescription("A name in the registry, or a file whose default export is an environment")
)

export const whole = (name: string, description: string, fallback: number) =>
  Options.integer(name).pipe(Options.withDescription(description), Options.withDefault(fallback))

export const splits: ReadonlyArray<Split> = ["train", "validation", "test"]

/** A whole number from 1 up. */
export const positive = (name: string, description: string, fallback: number) =>
  Options.filterMap(
    whole(name, description, fallback),
    (value) => value > 0 ? Option.some(value) : Option.none(),
    `--${name} must be at least 1`
  )

/** Which environments: named ones, all, or all of a family. */
export const selection = {
  environments: Args.text({ name: "name-or-file" }).pipe(
    Args.withDescription("Names in the registry, or files whose default export is an environment"),
    Args.repeated
  ),
  all: Options.boolean("all").pipe(
    Options.withDescription("All environments of the registry, of installed packages and of the pool")
  ),
  family: Options.text("family").pipe(
    Options.withDescription("Of all, those of this family"),
    Options.optional
  )
}

/** What was selected, as names and files. */
export const selected = (
  { all, environments, family }: {
    readonly all: boolean
    readonly environments: ReadonlyArray<string>
    readonly family: Option.Option<string>
  }
) =>
  Effect.gen(function*() {
    if (environments.length > 0) {
      return all || Option.isSome(family)
        ? yield* new CliError({ message: "Name environments, or give --all or --family, not both" })
        : [...new Set(environments)]
    }
    const known = yield* entries
    if (Option.isNone(family)) {
      return all
        ? known.map(({ name }) => name)
        : yield* new CliError({ message: "Name an environment or several, or give --all or --family" })
    }
    const names = known.filter((entry) => entry.family === family.value).map(({ name }) => name)
    if (names.length > 0) return names
    const families = [...new Set(known.map((entry) => entry.family))]
    return yield* new CliError({
      message: `There is no family ${family.value}.${didYouMean(family.value, families)} There are: ${
        families.join(", ")
      }`
    })
  })
