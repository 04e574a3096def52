/** From what a person names to runs. */
import { Args, Options } from "@effect/cli"
import { FileSystem, Path } from "@effect/platform"
import { didYouMean } from "@scaler/dsl/Nearest"
import type { RunError } from "@scaler/runtime/run/RunError"
import * as RunRecord from "@scaler/runtime/run/RunRecord"
import { Effect, Either } from "effect"
import { CliError } from "./CliError.ts"

export const run = Args.text({ name: "run" }).pipe(
  Args.withDescription("A run's name in the folder of runs, or its path")
)

export const dir = Options.text("dir").pipe(
  Options.withDescription("The folder in which runs are looked for"),
  Options.withDefault("runs")
)

export const isDirectory = (path: string) =>
  Effect.flatMap(
    FileSystem.FileSystem,
    (fs) =>
      Effect.match(fs.stat(path), { onFailure: () => false, onSuccess: ({ type }) => type === "Directory" })
  )

/** The folders in a folder, by name; none where it cannot be read. */
const foldersIn = (folder: string) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const names = yield* Effect.orElseSucceed(fs.readDirectory(folder), () => [])
    return yield* Effect.filter(names.sort(), (name) => isDirectory(path.join(folder, name)))
  })

/** Reads a run: a name in `folder`, else a path; the error suggests the nearest. */
export const find = (
  run: string,
  folder: string
): Effect.Effect<RunRecord.RunRecord, CliError | RunError, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function*() {
    const path = yield* Path.Path
    for (const candidate of [path.isAbsolute(run) ? run : path.join(folder, run), run]) {
      if (yield* isDirectory(candidate)) return yield* RunRecord.read(candidate)
    }
    const isName = path.basename(run) === run
    const near = didYouMean(path.basename(run), yield* foldersIn(isName ? folder : path.dirname(run)))
    return yield* new CliError({
      message: `There is no run ${run}${isName ? ` in ${folder}` : ""}.${near} \`scaler runs list\` names all`
    })
  })

/** A folder that could not be read as a run, and why. */
export interface Unread {
  readonly name: string
  readonly error: string
}

/** Reads all runs in a folder, by name; what is no whole run is said, not failed on. */
export const list = (folder: string) =>
  Effect.gen(function*() {
    const path = yield* Path.Path
    if (!(yield* isDirectory(folder))) {
      return yield* new CliError({
        message: `There is no folder ${folder}: \`scaler train\` makes a run, --dir names another folder`
      })
    }
    return yield* Effect.forEach(yield* foldersIn(folder), (name) =>
      Effect.map(
        Effect.either(RunRecord.read(path.join(folder, name))),
        Either.mapLeft(({ message }): Unread => ({ name, error: message }))
      ))
  })
