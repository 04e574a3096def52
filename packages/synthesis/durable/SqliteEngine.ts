import { layerMemory } from "@effect/cluster/RunnerStorage"
import * as SqliteClient from "@effect/sql-sqlite-bun/SqliteClient"
import { SqlClient } from "@effect/sql/SqlClient"
import { Context, Effect, Layer } from "effect"
import { EngineError, reasonOf } from "./EngineError.ts"
import * as Runner from "./Runner.ts"

/** Locks the database for as long as it is open. The kernel releases the lock when the process ends, however it does. */
const lock = (sql: SqlClient) =>
  Effect.forEach(
    // Before the journal's mode, so that the first look at the journal already is an exclusive one.
    [sql`PRAGMA locking_mode = EXCLUSIVE`, sql`PRAGMA journal_mode = WAL`, sql`BEGIN EXCLUSIVE`, sql`COMMIT`],
    (statement) => statement.unprepared,
    { discard: true }
  )

/**
 * Workflows kept in an SQLite file, which is made where there is none; its folder must be there.
 *
 * Fails with `EngineError` where the file cannot be opened, or another process has it: two would run the same workflows.
 */
export const layer = (options: { readonly file: string }): Layer.Layer<Runner.Engine, EngineError> =>
  Runner.layer(layerMemory).pipe(
    Layer.provide(
      SqliteClient.layer({ filename: options.file, disableWAL: true }).pipe(
        Layer.tap((context) => lock(Context.get(context, SqlClient)))
      )
    ),
    Layer.catchAllCause((cause) =>
      Layer.fail(
        new EngineError({
          message: `The workflows in ${options.file} cannot be run: ${reasonOf(cause)}. `
            + "Its folder must be there, and no other process may be running them."
        })
      )
    )
  )
