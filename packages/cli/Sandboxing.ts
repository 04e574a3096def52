/** The choice of how environments are confined, for every command that runs some. */
import { Command, Options } from "@effect/cli"
import { type Mode, modes } from "@scaler/sandbox/Mode"
import * as Sandbox from "@scaler/sandbox/Sandbox"
import { Layer, Option } from "effect"
import { note } from "./Output.ts"
import { ChosenPool, withPools } from "./Pools.ts"

export const sandbox = Options.choice("sandbox", [...modes, "none"] as ReadonlyArray<Mode>).pipe(
  Options.withDescription(
    "How environments are confined; the first of strong, standard, portable that works unless given."
      + " none confines nothing: for code that is your own"
  ),
  Options.optional
)

const warning =
  "Warning: environments run without a sandbox. They can do whatever you can do on this machine."

interface Chosen {
  readonly sandbox: Option.Option<Mode>
  /** The option `pool` of Pools.ts, in commands that have it. */
  readonly pool?: Option.Option<string>
}

/** Processes of environments, some 16 MiB each. A step may draw from every environment; none is started for each step. */
export const trainingChildren = 64

/** The sandbox that the option chooses. */
export const layerOf = (
  { sandbox }: Pick<Chosen, "sandbox">,
  options: Pick<Sandbox.Options, "maxChildren"> = {}
) => {
  if (Option.isNone(sandbox)) return withPools(Sandbox.layer(options))
  const layer = withPools(Sandbox.layer({ ...options, mode: sandbox.value }))
  return sandbox.value === "none" ? Layer.tap(layer, () => note(warning)) : layer
}

/** A command that has the option, with the sandbox that it chooses, and the pool where it has that option too. */
export const sandboxed = <Name extends string, R, E, A extends Chosen>(
  command: Command.Command<Name, R, E, A>,
  options: Pick<Sandbox.Options, "maxChildren"> = {}
) =>
  Command.provide(
    command,
    (given) => Layer.merge(layerOf(given, options), Layer.succeed(ChosenPool, given.pool ?? Option.none()))
  )
