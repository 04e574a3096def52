import { Command } from "@effect/cli"
import { calibrate } from "./env/calibrate.ts"
import { check } from "./env/check.ts"
import { duplicates } from "./env/duplicates.ts"
import { exportCommand } from "./env/export.ts"
import { list } from "./env/list.ts"
import { create } from "./env/new.ts"
import { preview } from "./env/preview.ts"
import { sample } from "./env/sample.ts"
import { show } from "./env/show.ts"
import { stats } from "./env/stats.ts"

export const envCommand = Command.make("env").pipe(
  Command.withDescription("Environments: list, show, sample, check, an author's tools, and datasets"),
  Command.withSubcommands([
    list,
    show,
    sample,
    preview,
    check,
    stats,
    calibrate,
    create,
    duplicates,
    exportCommand
  ])
)
