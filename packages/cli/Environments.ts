/** From what a person names to environments that run. */
import type { CompileError } from "@scaler/compiler/CompileError"
import { didYouMean } from "@scaler/dsl/Nearest"
import { RegistryError } from "@scaler/dsl/Registry"
import { registry } from "@scaler/envs/registry"
import { Sandbox } from "@scaler/sandbox/Sandbox"
import type {
  EnvironmentDefect,
  SandboxedEnvironment,
  SandboxError
} from "@scaler/sandbox/SandboxedEnvironment"
import { Effect } from "effect"
import { resolve } from "node:path"
import { CliError } from "./CliError.ts"

/** What can be wrong with an environment that was named. */
export type EnvironmentError = RegistryError | CompileError | SandboxError | EnvironmentDefect

const isPath = (nameOrFile: string) => /[/\\]|\.[cm]?[jt]s$/.test(nameOrFile)

/** The module of an environment: a path is taken as such, anything else is a name in the registry. */
export const fileOf = (nameOrFile: string): Effect.Effect<string, RegistryError> =>
  isPath(nameOrFile)
    ? Effect.succeed(resolve(nameOrFile))
    : Effect.map(registry.find(nameOrFile), ({ file }) => file)

/** Compiles an environment and puts it into the sandbox. */
export const load = (nameOrFile: string): Effect.Effect<SandboxedEnvironment, EnvironmentError, Sandbox> =>
  Effect.gen(function*() {
    const sandbox = yield* Sandbox
    const file = yield* fileOf(nameOrFile)
    const environment = yield* sandbox.load(file)
    const { name } = environment.manifest
    if (!isPath(nameOrFile) && name !== nameOrFile) {
      return yield* new RegistryError({
        reason: "WrongModule",
        message:
          `${file} declares ${name}, but the registry lists it as ${nameOrFile}: make the two names one`
      })
    }
    return environment
  })

/** Loads several, by name; two with the same name are refused. */
export const loadAll = (
  namesOrFiles: ReadonlyArray<string>
): Effect.Effect<ReadonlyMap<string, SandboxedEnvironment>, EnvironmentError | CliError, Sandbox> =>
  Effect.gen(function*() {
    const environments = new Map<string, SandboxedEnvironment>()
    for (const environment of yield* Effect.forEach(namesOrFiles, load, { concurrency: 2 })) {
      const { name } = environment.manifest
      if (environments.has(name)) {
        return yield* new CliError({ message: `Two environments are named ${name}: rename one of them` })
      }
      environments.set(name, environment)
    }
    return environments
  })

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
