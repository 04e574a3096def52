import { Args, Command, Options } from "@effect/cli"
import { Path } from "@effect/platform"
import { experiments } from "@scaler/experiments/catalog/registry"
import { Experiment, type ExperimentSettings } from "@scaler/experiments/Experiment"
import * as ExperimentDirectory from "@scaler/experiments/ExperimentDirectory"
import { tasksOf } from "@scaler/experiments/Tasks"
import { names } from "@scaler/policy/backend/BackendName"
import { Effect, Option, Schema } from "effect"
import { availableParallelism } from "node:os"
import { resolve } from "node:path"
import { CliError, wrongSettings } from "../CliError.ts"
import { named } from "../Environments.ts"
import { print, printJson } from "../Output.ts"
import { sandbox, sandboxed, trainingChildren } from "../Sandboxing.ts"
import { json, positive } from "./env/options.ts"

const experiment = Args.text({ name: "experiment" }).pipe(
  Args.withDescription(
    `An experiment: ${Object.keys(experiments).join(", ")}; or a file that exports one as its default`
  )
)

const dir = Options.text("dir").pipe(
  Options.withDescription("Where its runs and its report are kept; experiments/NAME unless given"),
  Options.optional
)

/** What a file exports as its default. */
const exported = (file: string) =>
  Effect.gen(function*() {
    const path = resolve(file)
    const module = yield* Effect.tryPromise({
      try: () => import(path) as Promise<{ readonly default?: unknown }>,
      catch: (error) => new CliError({ message: `${file} could not be loaded: ${String(error)}` })
    })
    if (module.default === undefined) {
      return yield* new CliError({
        message: `${file} exports no experiment: \`export default\` a value of the type ExperimentSettings`
      })
    }
    return module.default
  })

const settingsOf = (nameOrFile: string): Effect.Effect<unknown, CliError> =>
  /\.[cm]?[jt]s$/.test(nameOrFile) ? exported(nameOrFile) : named("experiment", experiments, nameOrFile)

const decode = (what: string, settings: unknown) =>
  Effect.mapError(
    Schema.decodeUnknown(Experiment, { onExcessProperty: "error", errors: "all" })(settings),
    (error) => wrongSettings(`experiment ${what}`, error)
  )

/** Whole numbers, separated by commas. */
const seeds = Options.text("seeds").pipe(
  Options.withDescription("Seeds, separated by commas, instead of the experiment's"),
  Options.withSchema(
    Schema.compose(
      Schema.split(","),
      Schema.NonEmptyArray(Schema.NumberFromString.pipe(Schema.int(), Schema.nonNegative()))
    )
  ),
  Options.optional
)

const directoryOf = (given: Option.Option<string>, name: string) =>
  Option.getOrElse(given, () => `experiments/${name}`)

const run = Command.make("run", {
  experiment,
  dir,
  seeds,
  rollouts: Options.integer("rollouts").pipe(
    Options.withDescription("Budget of each run in rollouts, instead of the experiment's"),
    Options.optional
  ),
  jobs: positive("jobs", "Runs at a time, each with one thread", availableParallelism()),
  backend: Options.choice("backend", names).pipe(
    Options.withDescription("Tensor backend; the fastest that works unless given"),
    Options.optional
  ),
  sandbox,
  json
}, (given) =>
  Effect.gen(function*() {
    const settings = (yield* settingsOf(given.experiment)) as ExperimentSettings
    const resolved = yield* decode(given.experiment, {
      ...settings,
      seeds: Option.getOrElse(given.seeds, () => settings.seeds),
      rollouts: Option.getOrElse(given.rollouts, () => settings.rollouts)
    })
    const Experiments = yield* Effect.promise(() => import("../experiment/run.ts"))
    yield* Experiments.run({
      experiment: resolved,
      directory: directoryOf(given.dir, resolved.name),
      jobs: given.jobs,
      backend: Option.getOrUndefined(given.backend),
      json: given.json
    })
  })).pipe(
    Command.withDescription(
      "Run an experiment's arms with its seeds, or what is not finished of them, and write the report"
    ),
    (command) => sandboxed(command, { maxChildren: trainingChildren })
  )

const report = Command.make("report", {
  experiment: Args.text({ name: "experiment" }).pipe(
    Args.withDescription("An experiment that has been run: its name, or its directory")
  ),
  json
}, ({ experiment, json }) =>
  Effect.gen(function*() {
    const path = yield* Path.Path
    const directory = path.basename(experiment) === experiment ? `experiments/${experiment}` : experiment
    const resolved = yield* ExperimentDirectory.read(directory)
    const Experiments = yield* Effect.promise(() => import("../experiment/run.ts"))
    yield* Experiments.report(resolved, directory, json)
  })).pipe(
    Command.withDescription("Write the report of what is finished: a page, its plots as PNG, and the figures")
  )

const list = Command.make(
  "list",
  { json },
  ({ json }) =>
    Effect.forEach(Object.entries(experiments), ([name, settings]) =>
      Effect.gen(function*() {
        const experiment = yield* decode(name, settings)
        const { arms, baseline, question, rollouts, seeds } = experiment
        const runs = tasksOf(experiment).runs.length
        yield* json
          ? printJson({ name, question, arms: arms.map((arm) => arm.name), baseline, seeds, rollouts, runs })
          : print(
            `${name}\n  ${question}\n  ${arms.map((arm) => arm.name).join(", ")}; baseline ${baseline};`
              + ` ${runs} runs of ${rollouts} rollouts\n`
          )
      }), { discard: true })
).pipe(Command.withDescription("All experiments, with what they ask and compare"))

export const experimentCommand = Command.make("experiment").pipe(
  Command.withDescription("Compare recipes with equal seeds, warm-ups and budgets"),
  Command.withSubcommands([list, run, report])
)
