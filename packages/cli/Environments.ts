/** From what a person names to environments that run. */
import type { FileSystem, Path } from "@effect/platform"
import type { CompileError } from "@scaler/compiler/CompileError"
import { didYouMean } from "@scaler/dsl/Nearest"
import { type Entry, findIn, RegistryError } from "@scaler/dsl/Registry"
import { registry } from "@scaler/envs/registry"
import type { Recipe } from "@scaler/runtime/run/Recipe"
import { Sandbox } from "@scaler/sandbox/Sandbox"
import type {
  EnvironmentDefect,
  SandboxedEnvironment,
  SandboxError
} from "@scaler/sandbox/SandboxedEnvironment"
import { Effect } from "effect"
import { basename, resolve } from "node:path"
import { CliError } from "./CliError.ts"
import * as Installed from "./Installed.ts"
import * as Pools from "./Pools.ts"

/** What can be wrong with an environment that was named. */
export type EnvironmentError = RegistryError | CompileError | SandboxError | EnvironmentDefect | CliError

const entriesWith = (
  pooled: typeof Pools.entries
): Effect.Effect<ReadonlyArray<Entry>, CliError, FileSystem.FileSystem | Path.Path> =>
  Effect.zipWith(
    Effect.suspend(() => Installed.entries(process.cwd())),
    pooled,
    (installed, pooled) => [...registry.entries, ...installed, ...pooled]
  )

/** Every environment that has a name: those of this repository, of installed packages, then of the chosen pool. */
export const entries = entriesWith(Pools.entries)

/** The module that a name or a path stands for, and for a name which environment it must declare. */
const locate = (
  nameOrFile: string,
  known = entries
): Effect.Effect<
  { readonly file: string; readonly declares?: string },
  RegistryError | CliError,
  FileSystem.FileSystem | Path.Path
> =>
  Effect.gen(function*() {
    // What has a name here reads no package.json, and no pool's folder.
    const isOwn = registry.entries.some(({ name }) => name === nameOrFile)
    const all = isOwn ? registry.entries : yield* known
    const isName = all.some(({ name }) => name === nameOrFile)
    if (!isName && /[/\\]|\.([cm]?[jt]s|json)$/.test(nameOrFile)) return { file: resolve(nameOrFile) }
    const { file, name } = yield* findIn(all, nameOrFile)
    return { file, declares: basename(name) }
  })

/** The module of an environment: a name in the registry or of an installed package, else a path. */
export const fileOf = (nameOrFile: string) => Effect.map(locate(nameOrFile), ({ file }) => file)

/** Compiles an environment and puts it into the sandbox; `known` is what has a name. */
export const load = (
  nameOrFile: string,
  known = entries
): Effect.Effect<SandboxedEnvironment, EnvironmentError, Sandbox | FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function*() {
    const sandbox = yield* Sandbox
    const { declares, file } = yield* locate(nameOrFile, known)
    const environment = yield* sandbox.load(file)
    const { name } = environment.manifest
    if (declares !== undefined && name !== declares) {
      return yield* new RegistryError({
        reason: "WrongModule",
        message: `${file} declares ${name}, but it is listed as ${declares}: make the two names one`
      })
    }
    return environment
  })

/** Loads each environment once, however often it is asked for. Of a pool there may be thousands: its folder is read once. */
export const loader = (pooled = Pools.entries) =>
  Effect.flatMap(
    Effect.cached(entriesWith(pooled)),
    (known) => Effect.cachedFunction((nameOrFile: string) => load(nameOrFile, known))
  )

/** What loads one of them. */
export type Load = Effect.Effect.Success<ReturnType<typeof loader>>

/** Loads several, by name; two with the same name are refused. */
const loadAll = (
  namesOrFiles: ReadonlyArray<string>,
  loadOne: Load
) =>
  Effect.gen(function*() {
    const environments = new Map<string, SandboxedEnvironment>()
    const loaded = yield* Effect.forEach(namesOrFiles, loadOne, { concurrency: 2 })
    for (const environment of loaded) {
      const { name } = environment.manifest
      if (environments.has(name)) {
        return yield* new CliError({ message: `Two environments are named ${name}: rename one of them` })
      }
      environments.set(name, environment)
    }
    return environments
  })

/** With statements as the recipe wants them. */
const stated = ({ rollout }: Recipe) => Effect.provideService(Pools.Statements, rollout.statements)

/** Loads what a recipe names: to be trained on, shown in the warm-up, and measured alone. */
export const loadParticipants = (recipe: Recipe) =>
  Effect.flatMap(loader(), (loadOne) =>
    Effect.all({
      environments: loadAll(recipe.environments, loadOne),
      warmup: loadAll(recipe.warmup.environments, loadOne),
      neverTrained: loadAll(recipe.evaluation.neverTrained, loadOne)
    })).pipe(stated(recipe))

/** The environments that are meant: those that are named, else all of the pool that was chosen, else the recipe's own. */
export const meant = (named: ReadonlyArray<string>, own: ReadonlyArray<string>, pooled = Pools.entries) =>
  Effect.map(
    pooled,
    (pooled) => [named, pooled.map(({ name }) => name)].find(({ length }) => length > 0) ?? own
  )

/** The value of a name in a record; the error suggests the nearest names. */
export const named = <A>(
  what: string,
  values: Readonly<Record<string, A>>,
  name: string
): Effect.Effect<A, CliError> =>
  Object.hasOwn(values, name)
    ? Effect.succeed(values[name]!)
    : new CliError({
      message: `There is no ${what} named ${JSON.stringify(name)}.${didYouMean(name, Object.keys(values))}`
        + ` There are: ${Object.keys(values).join(", ")}`
    })
