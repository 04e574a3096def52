/** Environments of installed npm packages: those that the working directory's package.json depends on. */
import { FileSystem, Path } from "@effect/platform"
import { isName } from "@scaler/dsl/Environment"
import type { Entry } from "@scaler/dsl/Registry"
import { issue } from "@scaler/runtime/run/RunError"
import { Effect, Schema } from "effect"
import { CliError } from "./CliError.ts"

const Dependencies = Schema.Record({ key: Schema.String, value: Schema.String })

/** The package.json of a project that uses environments. */
const Project = Schema.Struct({
  dependencies: Schema.optional(Dependencies),
  devDependencies: Schema.optional(Dependencies)
})

/** Values by names as families and environments have them. */
const byName = <A, I>(value: Schema.Schema<A, I>) =>
  Schema.Record({ key: Schema.String, value }).pipe(
    Schema.filter((record) =>
      Object.keys(record).filter((name) => !isName(name)).map((name) => ({
        path: [name],
        message: "Expected a name of lower-case words joined by hyphens"
      }))
    )
  )

const Module = Schema.String.pipe(
  Schema.pattern(/^\.\/(?!(.*\/)?\.\.\/)/, {
    message: () => "Expected the path of a module within the package, from ./"
  })
)

/** The package.json of a package that may declare environments: modules by family, then by name. */
const Declaring = Schema.Struct({
  scaler: Schema.optional(Schema.Struct({ environments: byName(byName(Module)) }))
})

/** A package.json that has been read; undefined where there is none. */
const read = <A, I>(file: string, schema: Schema.Schema<A, I>, owner: string) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const text = yield* Effect.orElseSucceed(fs.readFileString(file), () => undefined)
    if (text === undefined) return undefined
    const json = yield* Effect.mapError(
      Schema.decode(Schema.parseJson())(text),
      (error) => new CliError({ message: `${file} is not JSON: ${issue(error)}` })
    )
    return yield* Effect.mapError(
      Schema.decodeUnknown(schema, { errors: "all" })(json),
      (error) => new CliError({ message: `${owner}: its package.json is wrong: ${issue(error)}` })
    )
  })

/** A folder and all above it, the nearest first. */
const upwards = (path: Path.Path, folder: string): ReadonlyArray<string> => {
  const parent = path.dirname(folder)
  return parent === folder ? [folder] : [folder, ...upwards(path, parent)]
}

/** The folder of an installed package, as Node finds it; undefined where it is not installed. */
const folderOf = (name: string, from: string) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    for (const above of upwards(path, from)) {
      const folder = path.join(above, "node_modules", name)
      if (yield* Effect.orElseSucceed(fs.exists(path.join(folder, "package.json")), () => false)) {
        return folder
      }
    }
    return undefined
  })

const entriesOf = (name: string, from: string) =>
  Effect.gen(function*() {
    const path = yield* Path.Path
    const folder = yield* folderOf(name, from)
    if (folder === undefined) return []
    const declaring = yield* read(path.join(folder, "package.json"), Declaring, `The package ${name}`)
    return Object.entries(declaring?.scaler?.environments ?? {}).flatMap(([family, modules]) =>
      Object.entries(modules).map(([environment, module]): Entry => ({
        name: `${name}/${environment}`,
        family,
        package: name,
        file: path.join(folder, module)
      }))
    )
  })

/**
 * Environments of the packages that the package.json nearest above `from` depends on and that are installed, by name:
 * `package/name`, which no name of this repository can be. Nothing of a package is run for it.
 */
export const entries = (
  from: string
): Effect.Effect<ReadonlyArray<Entry>, CliError, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const manifests = upwards(path, from).map((folder) => path.join(folder, "package.json"))
    const manifest = yield* Effect.findFirst(
      manifests,
      (file) => Effect.orElseSucceed(fs.exists(file), () => false)
    )
    if (manifest._tag === "None") return []
    const project = yield* read(manifest.value, Project, manifest.value)
    const packages = Object.keys({ ...project?.dependencies, ...project?.devDependencies }).sort()
    const found = yield* Effect.forEach(packages, (name) => entriesOf(name, path.dirname(manifest.value)))
    return found.flat().sort((a, b) => (a.name < b.name ? -1 : 1))
  })
