import { Command } from "@effect/cli"
import { registry } from "@scaler/envs/registry"
import { Effect } from "effect"
import { print, printJson } from "../../Output.ts"
import { json } from "./options.ts"

export const list = Command.make("list", { json }, ({ json }) =>
  json
    ? Effect.forEach(registry.entries, ({ family, name }) => printJson({ name, family }), { discard: true })
    : print(registry.entries.map(({ family, name }) => `${name.padEnd(34)} ${family}\n`).join(""))).pipe(
    Command.withDescription("The environments of the registry")
  )
