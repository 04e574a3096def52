import { Args, Command, Options } from "@effect/cli"
import { FileSystem, Path } from "@effect/platform"
import { isName } from "@scaler/dsl/Environment"
import { registry } from "@scaler/envs/registry"
import { Effect, Option } from "effect"
import { fileURLToPath } from "node:url"
import { register } from "../../authoring/Registration.ts"
import { CliError } from "../../CliError.ts"
import { print } from "../../Output.ts"

const registryFile = fileURLToPath(import.meta.resolve("@scaler/envs/registry"))
const templateFile = fileURLToPath(import.meta.resolve("../../authoring/close-pairs.ts"))

const test = (name: string) =>
  `import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import environment from "./${name}.ts"

testEnvironment(environment)
`

/** Writes files, none of which may be there yet. */
const write = (files: Readonly<Record<string, string>>) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    for (const file of Object.keys(files)) {
      if (yield* fs.exists(file)) {
        return yield* new CliError({ message: `There is a file ${file} already: choose another name` })
      }
    }
    for (const [file, text] of Object.entries(files)) {
      yield* fs.makeDirectory(path.dirname(file), { recursive: true })
      yield* fs.writeFileString(file, text, { flag: "wx" })
    }
  })

/** Into a family of this repository, with its test and its line in the registry. */
const intoFamily = (name: string, family: string, text: string) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const registered = register(yield* fs.readFileString(registryFile), family, name)
    if (registered === undefined) {
      return yield* new CliError({
        message: `${registryFile} has no place for ${name}: run \`bun run format\`, then try again`
      })
    }
    const folder = path.join(path.dirname(registryFile), family)
    const file = path.join(folder, `${name}.ts`)
    const testFile = path.join(folder, `${name}.test.ts`)
    yield* write({ [file]: text, [testFile]: test(name) })
    yield* fs.writeFileString(registryFile, registered)
    const shown = (file: string) => path.relative(process.cwd(), file)
    yield* print(
      `${shown(file)}\n${shown(testFile)}\n${shown(registryFile)}, one line more\n`
        + `Next: scaler env check --watch ${name}; bun test ${shown(testFile)}\n`
    )
  })

const intoFile = (name: string, file: string, text: string) =>
  Effect.gen(function*() {
    const path = yield* Path.Path
    const absolute = path.resolve(file)
    if (!/\.m?ts$/.test(absolute)) {
      return yield* new CliError({ message: `--file must end in .ts, as ${name}.ts, not ${file}` })
    }
    yield* write({ [absolute]: text })
    yield* print(`${file}\nNext: scaler env check --watch ${file}\n`)
  })

export const create = Command.make("new", {
  name: Args.text({ name: "name" }).pipe(Args.withDescription("Lower-case words joined by hyphens")),
  family: Options.text("family").pipe(
    Options.withDescription(
      "A folder of envs, old or new: writes a test too, and a line into envs/registry.ts"
    ),
    Options.optional
  ),
  file: Options.text("file").pipe(
    Options.withDescription("A file to write it into, anywhere; NAME.ts in this folder unless given"),
    Options.optional
  )
}, ({ family, file, name }) =>
  Effect.gen(function*() {
    for (const word of [name, ...Option.toArray(family)]) {
      if (!isName(word)) {
        return yield* new CliError({
          message: `${JSON.stringify(word)} must be lower-case words joined by hyphens, as close-pairs`
        })
      }
    }
    const existing = registry.entries.find((entry) => entry.name === name)
    if (existing !== undefined) {
      return yield* new CliError({
        message:
          `There is an environment named ${name} already, in family ${existing.family}: choose another name`
      })
    }
    if (Option.isSome(family) && Option.isSome(file)) {
      return yield* new CliError({
        message: "Give --family for this repository or --file for elsewhere, not both"
      })
    }
    const fs = yield* FileSystem.FileSystem
    const text = (yield* fs.readFileString(templateFile)).replace("\"close-pairs\"", JSON.stringify(name))
    yield* Option.isSome(family)
      ? intoFamily(name, family.value, text)
      : intoFile(name, Option.getOrElse(file, () => `./${name}.ts`), text)
  })).pipe(
    Command.withDescription("Write a whole small environment to start from, which passes its check as it is")
  )
