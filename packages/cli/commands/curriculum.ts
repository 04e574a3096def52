import { Args, Command, Options } from "@effect/cli"
import { FileSystem } from "@effect/platform"
import { didYouMean } from "@scaler/dsl/Nearest"
import * as Traces from "@scaler/runtime/curriculum/Traces"
import * as Account from "@scaler/runtime/run/Account"
import { Effect, Option, ParseResult, Schema } from "effect"
import { CliError } from "../CliError.ts"
import { printJson, printLines } from "../Output.ts"
import * as Runs from "../Runs.ts"
import { account } from "../summary/explain.ts"
import { json } from "./env/options.ts"

const tolerance = 1e-9

const replay = Command.make("replay", {
  file: Args.text({ name: "traces" }).pipe(Args.withDescription("A file of recorded controller traces")),
  json
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
    yield* json ? printJson(result) : printLines(
      [
        `runs                            ${result.runs}`,
        `updates                         ${result.updates}`,
        `largest deviation of difficulty ${result.largestDifficultyDeviation}`,
        `largest deviation of slope      ${result.largestSlopeDeviation}`,
        `proposed levels                 ${result.levelsAgree ? "agree" : "differ"}`
      ]
    )
    const agrees = result.largestDifficultyDeviation <= tolerance && result.largestSlopeDeviation <= tolerance
    if (!agrees || !result.levelsAgree) {
      return yield* new CliError({ message: `The controller does not follow ${file} to ${tolerance}` })
    }
  })).pipe(Command.withDescription("Run recorded outcomes through the controller, and compare"))

const explain = Command.make("explain", {
  run: Runs.run,
  env: Options.text("env").pipe(
    Options.withDescription("Of this environment alone: all its steps unless --step is given"),
    Options.optional
  ),
  step: Options.integer("step").pipe(
    Options.withDescription("Of this training step; the last one recorded unless given, or --env is"),
    Options.optional
  ),
  dir: Runs.dir,
  json: Options.boolean("json").pipe(Options.withDescription("Print an object per step and environment"))
}, ({ dir, env, json, run, step }) =>
  Effect.gen(function*() {
    const record = yield* Runs.find(run, dir)
    const names = Account.environments(record)
    const environment = Option.getOrUndefined(env)
    if (environment !== undefined && !names.includes(environment)) {
      return yield* new CliError({
        message: `${run} does not train on ${environment}.${didYouMean(environment, names)}`
      })
    }
    const accounts = yield* Account.read(record, { environment, step: Option.getOrUndefined(step) })
    if (accounts.length === 0) {
      return yield* new CliError({
        message: Option.match(step, {
          onNone: () => `${run} has not made a training step yet`,
          onSome: (step) =>
            `${run} has no training step ${step}: \`scaler runs show ${run}\` says how far it is`
        })
      })
    }
    yield* json
      ? Effect.forEach(accounts, printJson, { discard: true })
      : printLines(accounts.flatMap((each) => [...account(each), ""]))
  })).pipe(
    Command.withDescription(
      "Why a run asked each environment for the levels that it did, and why it is in or out of the active set"
    )
  )

export const curriculumCommand = Command.make("curriculum").pipe(
  Command.withDescription("Which environments a run trains on, at which levels, and why"),
  Command.withSubcommands([explain, replay])
)
