/** Which environments a command is about, where it may be about many. */
import { Options } from "@effect/cli"
import { Effect, Option } from "effect"
import { CliError } from "./CliError.ts"
import { entries } from "./Environments.ts"

export const all = Options.boolean("all").pipe(
  Options.withDescription("All environments of the registry and of installed packages")
)

export const family = Options.text("family").pipe(
  Options.withDescription("The environments of a family"),
  Options.optional
)

export interface Selection {
  /** Names or files. */
  readonly named: ReadonlyArray<string>
  readonly all: boolean
  readonly family: Option.Option<string>
}

/** The names or files that are meant; exactly one way of naming them must have been used. */
export const resolve = ({ all, family, named }: Selection) =>
  Effect.gen(function*() {
    if (Number(named.length > 0) + Number(all) + Number(Option.isSome(family)) !== 1) {
      return yield* new CliError({ message: "Name environments, or --all, or a --family: one of the three" })
    }
    const twice = named.find((name, i) => named.indexOf(name) < i)
    if (twice !== undefined) return yield* new CliError({ message: `${twice} is named twice` })
    if (named.length > 0) return named
    const known = yield* entries
    const chosen = known.filter((entry) => all || entry.family === Option.getOrUndefined(family))
    if (chosen.length > 0) return chosen.map(({ name }) => name)
    const families = [...new Set(known.map((entry) => entry.family))].sort()
    return yield* new CliError({
      message: `There is no family ${JSON.stringify(Option.getOrUndefined(family))}. There are: ${families.join(", ")}`
    })
  })
