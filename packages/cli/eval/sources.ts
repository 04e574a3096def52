/** From what `--suite` names to where its problems come from. */
import type { FileSystem, Path } from "@effect/platform"
import * as EnvironmentSource from "@scaler/evals/EnvironmentSource"
import * as EnvironmentSuite from "@scaler/evals/EnvironmentSuite"
import type { EvalError } from "@scaler/evals/EvalError"
import type { Source } from "@scaler/evals/Source"
import * as SuiteFile from "@scaler/evals/SuiteFile"
import { suites } from "@scaler/evals/suites/registry"
import type { JudgeError } from "@scaler/judge/JudgeError"
import type { MathJudge } from "@scaler/judge/math/MathJudge"
import type { Sandbox } from "@scaler/sandbox/Sandbox"
import type { SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Option } from "effect"
import { CliError } from "../CliError.ts"
import { type EnvironmentError, type Load, loader, meant, named } from "../Environments.ts"
import * as Pools from "../Pools.ts"
import * as RecipeChanges from "../RecipeChanges.ts"
import * as RecipeSuite from "./RecipeSuite.ts"

export type AnySource = Source<EvalError | JudgeError | SandboxError, MathJudge>

export interface Around {
  /** The folder with the benchmarks' files. */
  readonly data: Option.Option<string>
  /** The option that names it. */
  readonly dataFlag: "data" | "eval-data"
  /** Message of the system before an environment's statements; empty for none. */
  readonly system: string
  /** Changes of recipes whose grids are suites. */
  readonly set: ReadonlyArray<string>
}

const byName = Object.fromEntries(suites.map((suite) => [suite.name, suite]))

const ofFile = (name: string, { data, dataFlag }: Around) =>
  Effect.gen(function*() {
    if (/^\d/.test(name)) {
      return yield* new CliError({
        message:
          `${name} is no suite: levels that are no range are named each, as env:sorting@0,env:sorting@2`
      })
    }
    const suite = yield* named("benchmark", byName, name)
    if (Option.isNone(data)) {
      return yield* new CliError({ message: `${name} needs --${dataFlag} DIR, the folder with its file` })
    }
    return [yield* SuiteFile.source(suite, data.value)]
  })

/** Instances of a level that are asked unless told otherwise. */
const usual = 100

const ofEnvironment = (
  suite: string,
  loadOne: Load,
  { system }: Around
) =>
  Effect.gen(function*() {
    const { environment, first, last, split } = yield* Effect.mapError(
      EnvironmentSuite.parse(suite),
      (message) => new CliError({ message })
    )
    const sandboxed = yield* loadOne(environment)
    const { ladder, name } = sandboxed.manifest
    if (last >= ladder.length) {
      return yield* new CliError({
        message: `${suite}: ${name} has levels 0 to ${ladder.length - 1}, not ${
          Math.max(first, ladder.length)
        }`
      })
    }
    return Array.from(
      { length: last - first + 1 },
      (_, place) =>
        EnvironmentSource.make(sandboxed, { environment, level: first + place, split, system, usual })
    )
  })

/** Every environment of a recipe, or of the pool that was chosen, at every level of its grid. */
const ofRecipe = (
  suite: string,
  loadOne: Load,
  pooled: typeof Pools.entries,
  { set, system }: Around
) =>
  Effect.gen(function*() {
    const { recipe, split } = yield* RecipeSuite.read(suite)
    const { environments, evaluation: { instances, levels } } = yield* RecipeChanges.apply(
      { ...recipe, environments: yield* meant([], recipe.environments, pooled) },
      set
    )
    const loaded = yield* Effect.forEach(environments, (environment) =>
      Effect.map(loadOne(environment), (sandboxed) => ({ environment, sandboxed })), { concurrency: 2 })
    return loaded.flatMap(({ environment, sandboxed }) =>
      levels.map((level) =>
        EnvironmentSource.make(sandboxed, { environment, level, split, system, usual: instances })
      )
    )
  })

/** The suites of these names, in their order, each level of an environment as one of its own. */
export const sources = (names: ReadonlyArray<string>, around: Around) =>
  Effect.gen(function*() {
    if (names.length === 0) {
      return yield* new CliError({
        message: "No suite is named: math500, env:sorting@0-3 or recipe:quickstart is one"
      })
    }
    const pooled = yield* Effect.cached(Pools.entries)
    const loadOne = yield* loader(pooled)
    const all = yield* Effect.forEach(
      names,
      (
        name
      ): Effect.Effect<
        ReadonlyArray<AnySource>,
        EvalError | EnvironmentError,
        Sandbox | FileSystem.FileSystem | Path.Path
      > =>
        name.startsWith(EnvironmentSuite.prefix)
          ? ofEnvironment(name, loadOne, around)
          : RecipeSuite.isOne(name)
          ? ofRecipe(name, loadOne, pooled, around)
          : ofFile(name, around)
    )
    return [...new Map(all.flat().map((source) => [source.suite, source])).values()]
  })
