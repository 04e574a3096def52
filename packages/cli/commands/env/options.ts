import { Args, Options } from "@effect/cli"
import { didYouMean } from "@scaler/dsl/Nearest"
import { registry } from "@scaler/envs/registry"
import { Effect, Option } from "effect"
import { CliError } from "../../CliError.ts"

export const json = Options.boolean("json").pipe(Options.withDescription("Print JSON instead of text"))

export const environment = Args.text({ name: "name-or-file" }).pipe(
  Args.withDescription("A name in the registry, or a file whose default export is an environment")
)

export const whole = (name: string, description: string, fallback: number) =>
  Options.integer(name).pipe(Options.withDescription(description), Options.withDefault(fallback))

/** A whole number from 1 up. */
export const positive = (name: string, description: string, fallback: number) =>
  Options.filterMap(
    whole(name, description, fallback),
    (value) => value > 0 ? Option.some(value) : Option.none(),
    `--${name} must be at least 1`
  )

/** Which environments: named ones, all of the registry, or all of a family. */
export const selection = {
  environments: Args.text({ name: "name-or-file" }).pipe(
    Args.withDescription("Names in the registry, or files whose default export is an environment"),
    Args.repeated
  ),
  all: Options.boolean("all").pipe(Options.withDescription("All environments of the registry")),
  family: Options.text("family").pipe(
    Options.withDescription("Of the registry, those of this family"),
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
): Effect.Effect<ReadonlyArray<string>, CliError> => {
  const families = [...new Set(registry.entries.map((entry) => entry.family))]
  if (environments.length > 0) {
    return all || Option.isSome(family)
      ? new CliError({ message: "Name environments, or give --all or --family, not both" })
      : Effect.succeed([...new Set(environments)])
  }
  if (Option.isNone(family)) {
    return all
      ? Effect.succeed(registry.entries.map(({ name }) => name))
      : new CliError({ message: "Name an environment or several, or give --all or --family" })
  }
  const names = registry.entries.filter((entry) => entry.family === family.value).map(({ name }) => name)
  return names.length > 0 ? Effect.succeed(names) : new CliError({
    message: `There is no family ${family.value}.${didYouMean(family.value, families)} There are: ${
      families.join(", ")
    }`
  })
}
