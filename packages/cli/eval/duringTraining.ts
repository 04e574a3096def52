/** Suites that are measured during training: those of `scaler eval`, on the weights of checkpoints. */
import { Options } from "@effect/cli"
import { FileSystem, Path } from "@effect/platform"
import * as Source from "@scaler/evals/Source"
import * as MathJudge from "@scaler/judge/math/MathJudge"
import type { Measured } from "@scaler/runtime/run/Figures"
import type { Recipe } from "@scaler/runtime/run/Recipe"
import type { Benchmarks } from "@scaler/runtime/training/Benchmarks"
import { Effect, Layer, Option } from "effect"
import { CliError } from "../CliError.ts"
import * as Engine from "../engine/Engine.ts"
import * as Pools from "../Pools.ts"
import { limitOf, positive, suitesIn } from "./asked.ts"
import * as Describe from "./describe.ts"
import { measure } from "./measure.ts"
import type { Scored } from "./scored.ts"
import { sources } from "./sources.ts"

export const options = {
  evalSuite: Options.text("eval-suite").pipe(
    Options.withDescription(
      "Measure suites of `scaler eval` too, beside the training, with commas between: math500,env:sorting@0-3"
    ),
    Options.map(suitesIn),
    Options.optional
  ),
  evalData: Options.directory("eval-data", { exists: "yes" }).pipe(
    Options.withDescription("The folder with the benchmarks' files, for --eval-suite"),
    Options.optional
  ),
  evalEvery: Options.integer("eval-every").pipe(
    Options.withDescription(
      "Steps between such measurements, which are made after the warm-up and the last step too; those between"
        + " validations unless given"
    ),
    Options.optional
  ),
  evalLimit: Options.text("eval-limit").pipe(
    Options.withDescription(
      "Problems of each suite at most, or all; 200 of a benchmark and 100 of a level unless given"
    ),
    Options.optional
  )
}

/** What the command line says. */
export interface Given extends Engine.Given {
  readonly evalSuite: Option.Option<ReadonlyArray<string>>
  readonly evalData: Option.Option<string>
  readonly evalEvery: Option.Option<number>
  readonly evalLimit: Option.Option<string>
  /** Changes of the recipe. */
  readonly set: ReadonlyArray<string>
}

/** The most probable response: it is the same each time. */
const sampling = { temperature: 0, topP: 1 }
const samples = 1
/** Names the problems that are chosen. */
const seed = 1

/** All that can be wrong with what is asked is found here. Undefined where nothing is asked. */
export const plan = (recipe: Recipe, { evalData, evalEvery, evalLimit, evalSuite, set }: Given) =>
  Effect.gen(function*() {
    if (Option.isNone(evalSuite)) {
      const [flag] = [
        ...(Option.isSome(evalData) ? ["--eval-data"] : []),
        ...(Option.isSome(evalEvery) ? ["--eval-every"] : []),
        ...(Option.isSome(evalLimit) ? ["--eval-limit"] : [])
      ]
      return flag === undefined ? undefined : yield* new CliError({
        message: `${flag} goes with --eval-suite, which says what is measured during training`
      })
    }
    const every = Option.getOrElse(evalEvery, () => recipe.evaluation.every)
    yield* positive("eval-every", every)
    const limit = yield* limitOf("eval-limit", Option.getOrElse(evalLimit, () => "usual"))
    const { statements, system } = recipe.rollout
    const all = yield* sources(evalSuite.value, { data: evalData, dataFlag: "eval-data", system, set }).pipe(
      Effect.provideService(Pools.Statements, statements)
    )
    const exams = yield* Effect.forEach(all, (source) => Source.exam(source, { limit, samples, seed }))
    return { every, sources: all, exams }
  })

export type Plan = NonNullable<Effect.Effect.Success<ReturnType<typeof plan>>>

/** How much it is: measurements, and in each of them responses and their tokens at most. */
export const cost = ({ every, exams }: Plan, { rollout: { maxTokens }, steps }: Recipe) => {
  const responses = exams.reduce((sum, { problems }) => sum + samples * problems.length, 0)
  return {
    every,
    times: 1 + Math.ceil(steps / every),
    responses,
    responseTokens: responses * maxTokens
  }
}

export const describe = (plan: Plan, recipe: Recipe): ReadonlyArray<string> => [
  "",
  `benchmarks beside the training: ${
    cost(plan, recipe).times
  } times, after the warm-up, every ${plan.every} steps and`
  + " after the last, each",
  ...Describe.budget(plan.exams, recipe.rollout.maxTokens)
]

/** What is recorded of a suite; nothing where faults of its environment left no problem that counts. */
const recorded = ({ metrics: { accuracy, problems }, suite, title }: Scored): ReadonlyArray<Measured> =>
  accuracy === null
    ? []
    : [{ suite, title, scores: { macro: accuracy.mean, cells: [], instances: problems } }]

/** The model is one of its own, as it was in the checkpoint: nothing that trains waits for it. */
export const benchmarks = (
  { every, exams, sources }: Plan,
  recipe: Recipe,
  given: Given,
  stopRequested: Effect.Effect<boolean>
): Effect.Effect<Benchmarks, never, FileSystem.FileSystem | Path.Path> =>
  Effect.map(Effect.context<FileSystem.FileSystem | Path.Path>(), (context) => ({
    every,
    suites: sources.map(({ suite }) => suite),
    measure: ({ checkpoint, directory }) =>
      Effect.gen(function*() {
        const model = yield* Engine.saved(recipe, given, checkpoint)
        const { isFinished, suites } = yield* measure({
          sources,
          exams,
          directory,
          checkpoint,
          sampling: { ...sampling, maxTokens: recipe.rollout.maxTokens },
          samples: null,
          seed,
          recipe,
          engine: given.engine,
          report: () => Effect.succeed(() => Effect.void),
          stopRequested
        }).pipe(Effect.provide(Layer.merge(model, MathJudge.layer())))
        return isFinished ? suites.flatMap(recorded) : undefined
      }).pipe(Effect.scoped, Effect.provide(context))
  }))
