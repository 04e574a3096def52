/** A typed, lazy collection of environments: listing names loads no module. */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import type { Any } from "./Environment.ts"
import { didYouMean } from "./Nearest.ts"

/** A name that the registry lacks, or a module that does not hold the environment it is listed for. */
export class RegistryError extends Data.TaggedError("RegistryError")<{
  readonly reason: "UnknownName" | "WrongModule"
  readonly message: string
}> {}

/** Loads the module that declares an environment as its default export. */
export type Load<E extends Any> = () => Promise<{ readonly default: E }>

/** Modules by family, then by name: `family/name.ts` below the registry's folder. */
export type Families = Readonly<Record<string, Readonly<Record<string, Load<Any>>>>>

type Union<F extends Families> = { readonly [Family in keyof F]: F[Family] }[keyof F]
type Keys<T> = T extends unknown ? keyof T & string : never

/** The names in a registry. */
export type NameOf<F extends Families> = Keys<Union<F>>

/** The type of the environment with this name. */
export type EnvironmentOf<F extends Families, Name extends NameOf<F>> = Name extends unknown
  ? Union<F> extends infer Family ? Family extends Readonly<Record<Name, Load<infer E>>> ? E : never : never
  : never

/** Where an environment is declared: enough to list and compile it without loading it. */
export interface Entry {
  readonly name: string
  readonly family: string
  /** Absolute path of its module. */
  readonly file: string
}

export interface Registry<F extends Families> {
  /** In order of name. */
  readonly entries: ReadonlyArray<Entry>
  /** The environment of a name known to the compiler. */
  readonly get: <Name extends NameOf<F>>(name: Name) => Effect.Effect<EnvironmentOf<F, Name>, RegistryError>
  /** The entry of a name that comes from outside; the error suggests the nearest names. */
  readonly find: (name: string) => Effect.Effect<Entry, RegistryError>
}

/** The names in a registry, from its value's type. */
export type NamesIn<R> = R extends Registry<infer F> ? NameOf<F> : never

/** A registry of the modules below `folder`. */
export const make = <const F extends Families>(folder: string, families: F): Registry<F> => {
  const entries = Object.entries(families)
    .flatMap(([family, modules]) =>
      Object.keys(modules).map((name): Entry => ({ name, family, file: `${folder}/${family}/${name}.ts` }))
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const names = entries.map((entry) => entry.name)
  const find = (name: string) => {
    const entry = entries.find((candidate) => candidate.name === name)
    return entry === undefined
      ? Effect.fail(
        new RegistryError({
          reason: "UnknownName",
          message: `There is no environment named ${JSON.stringify(name)}.${didYouMean(name, names)}`
            + " `scaler env list` shows all."
        })
      )
      : Effect.succeed(entry)
  }
  return {
    entries,
    find,
    get: <Name extends NameOf<F>>(name: Name) =>
      Effect.gen(function*() {
        const entry = yield* find(name)
        const environment = (yield* Effect.promise(families[entry.family]![name]!)).default
        if (environment.name !== name) {
          return yield* new RegistryError({
            reason: "WrongModule",
            message: `${entry.file} declares ${environment.name}, but the registry lists it as ${name}`
          })
        }
        return environment as EnvironmentOf<F, Name>
      })
  }
}
