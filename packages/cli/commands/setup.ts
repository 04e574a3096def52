import { Command, Options } from "@effect/cli"
import * as Setup from "@scaler/policy/backend/setup/Setup"
import { Effect } from "effect"
import { note, print, printJson, printLines } from "../Output.ts"
import { json } from "./env/options.ts"

const tensorflow = Command.make("tensorflow", {
  gpu: Options.boolean("gpu").pipe(
    Options.withDescription(
      "With CUDA, for NVIDIA GPUs (built the same way; it has not been run on a GPU yet)"
    )
  ),
  remove: Options.boolean("remove").pipe(Options.withDescription("Take away what was added")),
  json
}, ({ gpu, json, remove }) =>
  Effect.gen(function*() {
    const name = gpu ? "tensorflow-gpu" : "tensorflow"
    if (remove) {
      const removed = yield* Setup.remove(name, Setup.place)
      if (json) return yield* printJson({ backend: name, removed })
      return yield* printLines(
        removed.length === 0 ? ["Nothing was there."] : removed.map((path) => `Removed ${path}`)
      )
    }
    const outcome = yield* Setup.add(name, Setup.place, note)
    if (json) return yield* printJson(outcome)
    yield* print(
      `The backend ${name} works: ${outcome.kernel}. Use it: bun run train smoke --backend ${name}\n`
        + `Its library is in ${outcome.library}; \`--remove\` takes it away.\n`
    )
  })).pipe(
    Command.withDescription(
      "Add TensorFlow's current library: fetches PyPI's wheel and builds tfjs's binding against it"
    )
  )

export const setupCommand = Command.make("setup").pipe(
  Command.withDescription("Add what Scaler can use and does not bring"),
  Command.withSubcommands([tensorflow])
)
