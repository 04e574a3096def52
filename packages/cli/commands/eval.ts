import { Command, Options } from "@effect/cli"
import { FileSystem, Path } from "@effect/platform"
import * as Source from "@scaler/evals/Source"
import * as MathJudge from "@scaler/judge/math/MathJudge"
import { TextModel } from "@scaler/policy/TextModel"
import { Effect, Layer, Option } from "effect"
import { CliError } from "../CliError.ts"
import * as Engine from "../engine/Engine.ts"
import { limitOf, positive } from "../eval/asked.ts"
import * as Describe from "../eval/describe.ts"
import { measure, recordFile } from "../eval/measure.ts"
import { measured } from "../eval/measured.ts"
import { progress } from "../eval/progress.ts"
import { sources } from "../eval/sources.ts"
import { note, noteNow, printJson, printLines } from "../Output.ts"
import * as Pools from "../Pools.ts"
import * as RecipeChanges from "../RecipeChanges.ts"
import { sandbox, sandboxed, trainingChildren } from "../Sandboxing.ts"
import * as Signals from "../Signals.ts"
import { json } from "./env/options.ts"
import { compareCommand } from "./eval/compare.ts"
import { data, suite } from "./eval/options.ts"
import { rejudgeCommand } from "./eval/rejudge.ts"
import { showCommand } from "./eval/show.ts"

const options = {
  suite,
  data,
  out: Options.text("out").pipe(
    Options.withDescription("Where responses and verdicts are kept; evals/MODEL unless given"),
    Options.optional
  ),
  model: Options.text("model").pipe(
    Options.withDescription("Embedded: a folder of Hugging Face's form"),
    Options.optional
  ),
  context: Options.integer("context").pipe(
    Options.withDescription("Embedded: most tokens of prompt and response together; default 2048"),
    Options.withDefault(2048)
  ),
  fromCheckpoint: Options.text("from-checkpoint").pipe(
    Options.withDescription(
      "Measure the weights of a run, by its recipe: a folder in its checkpoints; with the engine that made it"
    ),
    Options.optional
  ),
  samples: Options.integer("samples").pipe(
    Options.withDescription(
      "Responses to each problem; unless given 1 at temperature 0, else as many as the file has rows of it"
    ),
    Options.optional
  ),
  temperature: Options.float("temperature").pipe(
    Options.withDescription("Of sampling; 0, the most probable tokens, unless given"),
    Options.withDefault(0)
  ),
  topP: Options.float("top-p").pipe(
    Options.withDescription("Share of the probability that may be drawn; default 1"),
    Options.withDefault(1)
  ),
  maxTokens: Options.integer("max-tokens").pipe(
    Options.withDescription(
      "Most tokens of a response; unless given those of the recipe, with recipe:NAME or --from-checkpoint, else 1024"
    ),
    Options.optional
  ),
  limit: Options.text("limit").pipe(
    Options.withDescription(
      "Problems of each benchmark, a share of each part, and instances of each level at most; or all, of benchmarks."
        + " Unless given 200 problems, 100 instances, and as many as a recipe says"
    ),
    Options.withDefault("usual")
  ),
  seed: Options.integer("seed").pipe(
    Options.withDescription("Names the problems that are chosen and the tokens that are drawn; default 1"),
    Options.withDefault(1)
  ),
  resume: Options.boolean("resume").pipe(
    Options.withDescription("Go on with what is in the directory: nothing is asked twice")
  ),
  dryRun: Options.boolean("dry-run").pipe(
    Options.withDescription("Say what would be asked, and ask nothing")
  ),
  set: RecipeChanges.set,
  ...Engine.options,
  pool: Pools.pool,
  sandbox,
  json
}

export const evalCommand = Command.make("eval", options, (given) =>
  Effect.gen(function*() {
    if (Option.isNone(given.suite)) {
      return yield* new CliError({
        message:
          "scaler eval needs --suite: what is measured, as math500 with --data DIR, env:sorting@0-3 or recipe:quickstart"
      })
    }
    if (Option.isSome(given.samples)) yield* positive("samples", given.samples.value)
    const suites = given.suite.value
    const { recipe, ...usual } = yield* measured({ ...given, suites })
    const maxTokens = Option.getOrElse(given.maxTokens, () => usual.maxTokens ?? 1024)
    yield* positive("max-tokens", maxTokens)
    const { statements, system } = recipe.rollout
    const all = yield* Effect.provideService(
      sources(suites, { data: given.data, dataFlag: "data", system, set: given.set }),
      Pools.Statements,
      statements
    )
    const asked = {
      limit: yield* limitOf("limit", given.limit),
      // The most probable response is the same each time.
      samples: Option.getOrElse(given.samples, () => given.temperature === 0 ? 1 : undefined),
      seed: given.seed
    }
    const exams = yield* Effect.forEach(all, (source) => Source.exam(source, asked))
    yield* Effect.forEach(Describe.budget(exams, maxTokens), note, { discard: true })
    if (given.dryRun) return
    const model = yield* Engine.textModel(recipe, given, given.fromCheckpoint)
    const path = yield* Path.Path
    const name = Option.getOrElse(
      Option.orElse(given.baseModel, () => given.model),
      () => recipe.name
    )
    const directory = Option.getOrElse(given.out, () => path.join("evals", path.basename(name)))
    const fs = yield* FileSystem.FileSystem
    const file = path.join(directory, recordFile)
    const isThere = yield* fs.exists(file)
    if (isThere !== given.resume) {
      return yield* new CliError({
        message: isThere
          ? `${directory} holds an evaluation: go on with it by --resume, or choose another --out`
          : `${directory} holds no evaluation to go on with: start one without --resume`
      })
    }
    let stopRequested = false
    yield* Signals.handleFirst(() => {
      stopRequested = true
      noteNow("\nStopping after these problems; once more to stop at once.")
    })
    yield* Effect.gen(function*() {
      const { info } = yield* TextModel
      yield* note(info.description)
      const { seed, temperature, topP } = given
      const { isFinished, suites } = yield* measure({
        sources: all,
        exams,
        directory,
        checkpoint: Option.getOrNull(given.fromCheckpoint),
        sampling: { maxTokens, temperature, topP },
        samples: Option.getOrNull(given.samples),
        seed,
        recipe,
        engine: given.engine,
        report: progress,
        stopRequested: Effect.sync(() => stopRequested)
      })
      if (!isFinished) yield* note(`Stopped and saved in ${directory}; go on with --resume.`)
      yield* given.json
        ? printJson({ directory, model: info.facts, finished: isFinished, suites })
        : printLines(Describe.scores(suites))
    }).pipe(Effect.provide(Layer.merge(model, MathJudge.layer())))
  }).pipe(Effect.scoped)).pipe(
    Command.withDescription(
      "Measure a model on benchmarks (MATH-500, AMC, AIME, MMLU-Pro, BBEH, GPQA) and on environments, those of a"
        + " recipe's test too. Every response is kept"
    ),
    (command) => sandboxed(command, { maxChildren: trainingChildren }),
    Command.withSubcommands([showCommand, compareCommand, rejudgeCommand])
  )
