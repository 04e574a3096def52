import { Command } from "@effect/cli"
import { check } from "./env/check.ts"
import { duplicates } from "./env/duplicates.ts"
import { exportCommand } from "./env/export.ts"
import { list } from "./env/list.ts"
import { sample } from "./env/sample.ts"
import { show } from "./env/show.ts"

export const envCommand = Command.make("env").pipe(
  Command.withDescription("Environments: list, show, sample, check, duplicates, export"),
  Command.withSubcommands([list, show, sample, check, duplicates, exportCommand])
)
