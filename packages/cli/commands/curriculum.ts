import { Args, Command, Options } from "@effect/cli"
import { FileSystem } from "@effect/platform"
import * as Traces from "@scaler/runtime/curriculum/Traces"
import { Effect, ParseResult, Schema } from "effect"
import { CliError } from "../CliError.ts"
import { print, printJson } from "../Output.ts"

const tolerance = 1e-9

const replay = Command.make("replay", {
  file: Args.text({ name: "traces" }).pipe(Args.withDescription("A file of recorded controller traces")),
  json: Options.boolean("json").pipe(Options.withDescription("Print JSON instead of text"))
}, ({ file, json }) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const text = yield* Effect.mapError(
      fs.readFileString(file),
      (error) => new CliError({ message: `The traces could not be read: ${error.message}` })
    )
    const traces = yield* Effect.mapError(
      Schema.decode(Traces.TracesJson)(text),
      (error) =>
        new CliError({
          message: `${file} holds no traces:\n${ParseResult.TreeFormatter.formatErrorSync(error)}`
        })
    )
    const result = Traces.replay(traces)
    yield* json ? printJson(result) : print(
      [
        `runs                            ${result.runs}`,
        `updates                         ${result.updates}`,
        `largest deviation of difficulty ${result.largestDifficultyDeviation}`,
        `largest deviation of slope      ${result.largestSlopeDeviation}`,
        `proposed levels                 ${result.levelsAgree ? "agree" : "differ"}`
      ].map((line) => `${line}\n`).join("")
    )
    const agrees = result.largestDifficultyDeviation <= tolerance && result.largestSlopeDeviation <= tolerance
    if (!agrees || !result.levelsAgree) {
      return yield* new CliError({ message: `The controller does not follow ${file} to ${tolerance}` })
    }
  })).pipe(Command.withDescription("Run recorded outcomes through the controller, and compare"))

export const curriculumCommand = Command.make("curriculum").pipe(
  Command.withDescription("The difficulty controller"),
  Command.withSubcommands([replay])
)
