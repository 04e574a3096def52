/** A run's directory: who may work in it, and what the run in it was started with. */
import { FileSystem, Path } from "@effect/platform"
import { Database, SQLiteError } from "bun:sqlite"
import { Effect, Schema, type Scope } from "effect"
import { join } from "node:path"
import { asDiskError, replaceDurably } from "./Checkpoints.ts"
import { differences, show } from "./Differences.ts"
import { Recipe } from "./Recipe.ts"
import { issue, RunError } from "./RunError.ts"

/** What beside the recipe decides the numbers of a run: equal facts, equal results. */
export const Facts = Schema.Record({ key: Schema.String, value: Schema.Union(Schema.String, Schema.Number) })
export type Facts = typeof Facts.Type

const RunFile = Schema.parseJson(Schema.Struct({ recipe: Recipe, facts: Facts }))

const runFile = "run.json"
const lockFile = "lock.sqlite"

/** The record's file in a run's directory. */
export const recordFile = "run.sqlite"

/** The folder of a run's checkpoints. */
export const checkpointsIn = (path: string): string => join(path, "checkpoints")

/** Files of a run. */
export interface RunDirectory {
  readonly path: string
  readonly record: string
  readonly checkpoints: string
  /** What benchmarks of checkpoints have come to, in a folder for each. */
  readonly benchmarks: string
}

/** Opens a run directory for this process alone, until the scope ends or the process does. */
export const open = (
  path: string
): Effect.Effect<RunDirectory, RunError, FileSystem.FileSystem | Path.Path | Scope.Scope> =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const paths = yield* Path.Path
    yield* asDiskError("The run directory could not be made", fs.makeDirectory(path, { recursive: true }))
    yield* lock(paths.join(path, lockFile), path)
    return {
      path,
      record: paths.join(path, recordFile),
      checkpoints: checkpointsIn(path),
      benchmarks: paths.join(path, "evals")
    }
  })

/** SQLite's exclusive lock: the kernel lets go of it when the process ends, however it ends. */
const lock = (file: string, path: string) =>
  Effect.acquireRelease(
    Effect.try({
      try: () => {
        const database = new Database(file, { create: true })
        // Who looks whether a process works here holds the file for a moment.
        database.run("PRAGMA busy_timeout = 200")
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

/** Whether a process is working in a run's directory. */
export const isLocked = (path: string): Effect.Effect<boolean, never, Path.Path> =>
  Effect.map(Path.Path, (paths) => {
    try {
      const database = new Database(paths.join(path, lockFile), { readonly: true })
      try {
        database.query("SELECT name FROM sqlite_master").get()
        return false
      } finally {
        database.close()
      }
    } catch (error) {
      return error instanceof SQLiteError && error.code === "SQLITE_BUSY"
    }
  })

/** What the run in a directory was started with. Fails with `Missing` where there is none. */
export const read = (path: string) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const file = (yield* Path.Path).join(path, runFile)
    const text = yield* Effect.mapError(
      fs.readFileString(file),
      (error) =>
        error._tag === "SystemError" && error.reason === "NotFound"
          ? new RunError({ reason: "Missing", message: `${path} holds no run` })
          : new RunError({ reason: "Disk", message: `${file} could not be read: ${error.message}` })
    )
    return yield* Effect.mapError(
      Schema.decode(RunFile)(text),
      (error) =>
        new RunError({
          reason: "Changed",
          message: `${file} is not as this version writes it: ${issue(error)}`
        })
    )
  })

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
    yield* write(directory, recipe, facts)
  })

const write = (directory: RunDirectory, recipe: Recipe, facts: Facts) =>
  Effect.gen(function*() {
    const file = (yield* Path.Path).join(directory.path, runFile)
    const content = JSON.stringify({ recipe, facts }, null, 2)
    yield* asDiskError("The run could not be written down", replaceDurably(file, content))
  })

/** Checks that a run may go on with this recipe and these facts, and writes down what has changed of them. */
export const resume = (directory: RunDirectory, recipe: Recipe, facts: Facts, allowChanged: boolean) =>
  Effect.gen(function*() {
    const before = yield* Effect.mapError(
      read(directory.path),
      (error) =>
        error.reason === "Missing"
          ? new RunError({
            reason: "Missing",
            message: `${error.message} to resume: start one without --resume`
          })
          : error
    )
    const found = differences([before, { recipe, facts }])
    // More steps than before are no change.
    const changes = found.filter(({ path }) => path !== "recipe.steps")
      .map(({ path, values: [was, is] }) => `${path}: ${show(was)} → ${show(is)}`)
    if (changes.length > 0 && !allowChanged) {
      return yield* new RunError({
        reason: "Changed",
        message: `The run in ${directory.path} was started differently:\n  ${changes.join("\n  ")}\n`
          + "Go on with what it was started with, or accept the difference by --allow-changed"
      })
    }
    if (found.length > 0) yield* write(directory, recipe, facts)
    return changes
  })
