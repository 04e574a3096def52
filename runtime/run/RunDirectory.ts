/** A run's directory: who may work in it, and what the run in it was started with. */
import { FileSystem, Path } from "@effect/platform"
import { Database, SQLiteError } from "bun:sqlite"
import { Effect, Schema, type Scope } from "effect"
import { asDiskError, writeDurably } from "./Checkpoints.ts"
import { Recipe } from "./Recipe.ts"
import { RunError } from "./RunError.ts"

/** What beside the recipe decides the numbers of a run: equal facts, equal results. */
export const Facts = Schema.Record({ key: Schema.String, value: Schema.Union(Schema.String, Schema.Number) })
export type Facts = typeof Facts.Type

const RunFile = Schema.parseJson(Schema.Struct({ recipe: Recipe, facts: Facts }))

const runFile = "run.json"

/** Files of a run. */
export interface RunDirectory {
  readonly path: string
  readonly record: string
  readonly checkpoints: string
}

/** Opens a run directory for this process alone, until the scope ends or the process does. */
export const open = (
  path: string
): Effect.Effect<RunDirectory, RunError, FileSystem.FileSystem | Path.Path | Scope.Scope> =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const paths = yield* Path.Path
    yield* asDiskError("The run directory could not be made", fs.makeDirectory(path, { recursive: true }))
    yield* lock(paths.join(path, "lock.sqlite"), path)
    return { path, record: paths.join(path, "run.sqlite"), checkpoints: paths.join(path, "checkpoints") }
  })

/** SQLite's exclusive lock: the kernel lets go of it when the process ends, however it ends. */
const lock = (file: string, path: string) =>
  Effect.acquireRelease(
    Effect.try({
      try: () => {
        const database = new Database(file, { create: true })
        database.run("PRAGMA locking_mode = EXCLUSIVE")
        database.run("BEGIN EXCLUSIVE")
        return database
      },
      catch: (error) =>
        error instanceof SQLiteError && error.code === "SQLITE_BUSY"
          ? new RunError({
            reason: "Locked",
            message: `Another process is working in ${path}: wait for it, or choose another --run-dir`
          })
          : new RunError({
            reason: "Disk",
            message: `${file} could not be locked: ${(error as Error).message}`
          })
    }),
    (database) => Effect.sync(() => database.close())
  )

/** Writes down what a new run is started with. Fails with `Exists` where a run has already been started. */
export const start = (directory: RunDirectory, recipe: Recipe, facts: Facts) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const file = (yield* Path.Path).join(directory.path, runFile)
    if (yield* asDiskError("The run directory could not be read", fs.exists(file))) {
      return yield* new RunError({
        reason: "Exists",
        message:
          `${directory.path} already holds a run: go on with it by --resume, or choose another --run-dir`
      })
    }
    const content = JSON.stringify({ recipe, facts }, null, 2)
    yield* asDiskError("The run could not be written down", writeDurably(file, content))
  })

/** Checks that a run may go on with this recipe and these facts; with `allowChanged`, writes them down anew. */
export const resume = (directory: RunDirectory, recipe: Recipe, facts: Facts, allowChanged: boolean) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const file = (yield* Path.Path).join(directory.path, runFile)
    if (!(yield* asDiskError("The run directory could not be read", fs.exists(file)))) {
      return yield* new RunError({
        reason: "Missing",
        message: `${directory.path} holds no run to resume: start one without --resume`
      })
    }
    const text = yield* asDiskError("The run could not be read", fs.readFileString(file))
    const before = yield* Effect.mapError(
      Schema.decode(RunFile)(text),
      (error) =>
        new RunError({ reason: "Changed", message: `${file} is not of this version: ${error.message}` })
    )
    const changes = differences("", before, { recipe, facts })
    if (changes.length > 0 && !allowChanged) {
      return yield* new RunError({
        reason: "Changed",
        message: `The run in ${directory.path} was started differently:\n  ${changes.join("\n  ")}\n`
          + "Go on with what it was started with, or accept the difference by --allow-changed"
      })
    }
    if (changes.length > 0) {
      const content = JSON.stringify({ recipe, facts }, null, 2)
      yield* asDiskError("The run could not be written down", writeDurably(file, content))
    }
    return changes
  })

/** `path: before → now` for every leaf that differs. More steps than before are no difference. */
const differences = (path: string, before: unknown, now: unknown): ReadonlyArray<string> => {
  const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
    value !== null && typeof value === "object"
  if (isObject(before) && isObject(now)) {
    return [...new Set([...Object.keys(before), ...Object.keys(now)])].flatMap((key) =>
      differences(path === "" ? key : `${path}.${key}`, before[key], now[key])
    )
  }
  return Object.is(before, now) || path === "recipe.steps"
    ? []
    : [`${path}: ${JSON.stringify(before) ?? "absent"} → ${JSON.stringify(now) ?? "absent"}`]
}
