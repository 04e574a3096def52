import { Args, Command } from "@effect/cli"
import { differences } from "@scaler/runtime/run/Differences"
import { benchmarks, curves, summarize } from "@scaler/runtime/run/Summary"
import { Effect, Either } from "effect"
import { printJson, printLines } from "../Output.ts"
import * as Runs from "../Runs.ts"
import * as Describe from "../summary/describe.ts"
import { json } from "./env/options.ts"

const list = Command.make("list", { folder: Runs.dir, json }, ({ folder, json }) =>
  Effect.gen(function*() {
    const found = (yield* Runs.list(folder)).map(Either.map(summarize))
    yield* json
      ? Effect.forEach(found, (each) => printJson(Either.merge(each)), { discard: true })
      : printLines(
        Describe.list(
          found.filter(Either.isRight).map(({ right }) => right),
          found.filter(Either.isLeft).map(({ left }) => left),
          folder
        )
      )
  })).pipe(
    Command.withDescription(
      "All runs of a folder: status, steps, test accuracy after warm-up and at the end, level, time, tokens"
    )
  )

const show = Command.make(
  "show",
  { run: Runs.run, folder: Runs.dir, json },
  ({ folder, json, run }) =>
    Effect.gen(function*() {
      const record = yield* Runs.find(run, folder)
      const { events, facts, recipe } = record
      yield* json
        ? printJson({
          ...summarize(record),
          recipe,
          facts,
          events,
          curves: curves(record),
          benchmarks: benchmarks(record)
        })
        : printLines(Describe.run(record))
    })
).pipe(Command.withDescription("A run in full, with its curves; one in progress too"))

const compare = Command.make(
  "compare",
  { runs: Args.atLeast(Runs.run, 2), folder: Runs.dir, json },
  (given) =>
    Effect.gen(function*() {
      const records = yield* Effect.forEach(given.runs, (name) => Runs.find(name, given.folder))
      const figures = records.map(summarize)
      const found = differences(records.map(({ facts, recipe }) => ({ recipe, facts })))
      yield* given.json
        ? printJson({ runs: figures, differences: found })
        : printLines(Describe.comparison(figures, found))
    })
).pipe(Command.withDescription("What two or more runs came to, and what they were started with that differs"))

export const runsCommand = Command.make("runs").pipe(
  Command.withDescription("What runs have recorded"),
  Command.withSubcommands([list, show, compare])
)
