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
  /** What it is asked for by: `package/name` where it comes from an installed package. */
  readonly name: string
  readonly family: string
  /** The installed package that it comes from; absent for those of this repository. */
  readonly package?: string
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

/** The entry of a name that comes from outside; the error suggests the nearest names. */
export const findIn = (entries: ReadonlyArray<Entry>, name: string): Effect.Effect<Entry, RegistryError> => {
  const entry = entries.find((candidate) => candidate.name === name)
  if (entry !== undefined) return Effect.succeed(entry)
  const names = entries.map((candidate) => candidate.name)
  const inPackages = names.filter((candidate) => candidate.endsWith(`/${name}`))
  const near = inPackages.length > 0 ? ` Did you mean ${inPackages.join(", ")}?` : didYouMean(name, names)
  return new RegistryError({
    reason: "UnknownName",
    message: `There is no environment named ${JSON.stringify(name)}.${near} \`scaler env list\` shows all.`
  })
}

/** A registry of the modules below `folder`. */
export const make = <const F extends Families>(folder: string, families: F): Registry<F> => {
  const entries = Object.entries(families)
    .flatMap(([family, modules]) =>
      Object.keys(modules).map((name): Entry => ({ name, family, file: `${folder}/${family}/${name}.ts` }))
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const find = (name: string) => findIn(entries, name)
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
