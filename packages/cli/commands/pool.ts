import { Command } from "@effect/cli"
import { importCommand } from "./pool/import.ts"
import { state } from "./pool/state.ts"

export const poolCommand = Command.make("pool").pipe(
  Command.withDescription("Pools: environments made from programming problems"),
  Command.withSubcommands([importCommand, state])
)
