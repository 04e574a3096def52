/** Reads what a run has recorded; a run in progress too, while its process goes on writing. */
import { FileSystem, Path } from "@effect/platform"
import { Database } from "bun:sqlite"
import { Effect, Schema } from "effect"
import { Clock, Scores, StepClock, StepMetrics } from "./Figures.ts"
import type { Recipe } from "./Recipe.ts"
import * as RunDirectory from "./RunDirectory.ts"
import { issue, RunError } from "./RunError.ts"
import * as RunTables from "./RunTables.ts"
import { Position } from "./State.ts"

const StepRow = Schema.Struct({
  ...Position.fields,
  metrics: Schema.parseJson(StepMetrics),
  clock: Schema.parseJson(StepClock)
})
/** A step with its figures. */
export type StepRow = typeof StepRow.Type

const EvaluationRow = Schema.Struct({
  ...Position.fields,
  split: Schema.String,
  scores: Schema.parseJson(Scores),
  clock: Schema.parseJson(Clock)
})
/** A measurement on one of the grids; `step` is that of the weights. */
export type EvaluationRow = typeof EvaluationRow.Type

const EventRow = Schema.Struct({ ...Position.fields, event: Schema.parseJson(RunTables.RecordedEvent) })
/** A change of the active set, or a defect. */
export type EventRow = typeof EventRow.Type

/** Rows in the order in which they came about. */
const Tables = Schema.Struct({
  metrics: Schema.Array(StepRow),
  evaluations: Schema.Array(EvaluationRow),
  events: Schema.Array(EventRow)
})
export type Tables = typeof Tables.Type

export interface RunRecord extends Tables {
  readonly path: string
  readonly recipe: Recipe
  readonly facts: RunDirectory.Facts
  /** Whether a process is working on it. */
  readonly isRunning: boolean
}

const unreadable = (file: string, why: string) =>
  new RunError({ reason: "Disk", message: `${file} could not be read: ${why}` })

/** The rows of a record, all as of one moment. */
export const readTables = (file: string): Effect.Effect<Tables, RunError> =>
  Effect.acquireUseRelease(
    Effect.try({
      try: () => new Database(file, { readonly: true }),
      catch: (error) => unreadable(file, (error as Error).message)
    }),
    (database) =>
      Effect.gen(function*() {
        const rows = yield* Effect.try({
          try: () => select(database),
          catch: (error) => unreadable(file, (error as Error).message)
        })
        if (rows === undefined) {
          return yield* new RunError({
            reason: "Changed",
            message: `${file} is of another version of Scaler: read it with that one`
          })
        }
        return yield* Effect.mapError(
          Schema.decodeUnknown(Tables)(rows),
          (error) => unreadable(file, issue(error))
        )
      }),
    (database) => Effect.sync(() => database.close())
  )

const nothing: Tables = { metrics: [], evaluations: [], events: [] }

/** Undefined where the tables are of another version. */
const select = (database: Database) =>
  database.transaction(() => {
    const rows = (columns: string, table: string, order: string) =>
      database.query(
        `SELECT phase, step, ${columns} FROM ${table} ORDER BY phase = 'training', step, ${order}`
      )
        .all()
    if (RunTables.isEmpty(database)) return nothing
    return RunTables.isCurrent(database)
      ? {
        metrics: rows("metrics, clock", "metrics", "step"),
        evaluations: rows("split, scores, clock", "evaluations", "split DESC"),
        events: rows("event", "events", "position")
      }
      : undefined
  })()

/** Reads the run in a directory. Fails with `Missing` where there is none, `Changed` or `Disk` where it is not whole. */
export const read = (
  path: string
): Effect.Effect<RunRecord, RunError, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const record = (yield* Path.Path).join(path, RunDirectory.recordFile)
    const { facts, recipe } = yield* RunDirectory.read(path)
    const isRunning = yield* RunDirectory.isLocked(path)
    const isThere = yield* Effect.mapError(fs.exists(record), ({ message }) => unreadable(record, message))
    // A process that has just started has not come to its record yet.
    const tables = isRunning && !isThere ? nothing : yield* readTables(record)
    return { path, recipe, facts, isRunning, ...tables }
  })
