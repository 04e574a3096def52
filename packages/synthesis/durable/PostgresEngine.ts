import { RunnerAddress } from "@effect/cluster/RunnerAddress"
import { layerDefaults } from "@effect/cluster/ShardingConfig"
import * as SqlMessageStorage from "@effect/cluster/SqlMessageStorage"
import * as SqlRunnerStorage from "@effect/cluster/SqlRunnerStorage"
import * as PgClient from "@effect/sql-pg/PgClient"
import { SqlClient } from "@effect/sql/SqlClient"
import { Duration, Effect, Layer, Option, type Redacted } from "effect"
import { hostname } from "node:os"
import { EngineError, reasonOf } from "./EngineError.ts"
import * as Runner from "./Runner.ts"

export interface Options {
  /** `postgres://user:password@host:port/database`. */
  readonly url: Redacted.Redacted
  /** How long a runner may be silent before the others take its workflows over. 30 seconds where not given. */
  readonly silence?: Duration.DurationInput
  /**
   * How long an activity under way is given to end where its execution moves to a runner that has joined, or this one is
   * told to end. 30 seconds where not given.
   */
  readonly drain?: Duration.DurationInput
}

/** Another one for every process, also on one host, or after a restart. */
const address = Effect.sync(() =>
  RunnerAddress.make({ host: `${hostname()}/${crypto.randomUUID()}`, port: process.pid })
)

/** Makes the tables where there are none, one process at a time: of two that do so at once, one fails. */
const makeTables = Effect.scoped(Effect.gen(function*() {
  const connection = yield* (yield* SqlClient).reserve
  yield* Effect.acquireRelease(
    connection.executeRaw("SELECT pg_advisory_lock(hashtext('scaler'), 0)", []),
    () => Effect.orDie(connection.executeRaw("SELECT pg_advisory_unlock(hashtext('scaler'), 0)", []))
  )
  yield* Layer.build(
    Layer.provide(Layer.merge(SqlMessageStorage.layer, SqlRunnerStorage.layer), layerDefaults)
  )
}))

/**
 * Workflows kept in a PostgreSQL database and shared by all processes that use it, on any number of machines: each
 * execution runs in one of them, and in another one when that is gone. The machines need not reach each other.
 *
 * Fails with `EngineError` where the database cannot be used.
 */
export const layer = (
  { drain = "30 seconds", silence = "30 seconds", url }: Options
): Layer.Layer<Runner.Engine, EngineError> =>
  Layer.unwrapEffect(Effect.map(address, (own) =>
    Runner.layer(SqlRunnerStorage.layer, {
      runnerAddress: Option.some(own),
      entityTerminationTimeout: drain,
      shardLockExpiration: silence,
      shardLockRefreshInterval: Duration.times(silence, 1 / 3)
    }))).pipe(
      Layer.provide(
        Layer.effectDiscard(makeTables).pipe(
          Layer.provideMerge(PgClient.layer({ url, applicationName: "scaler" }))
        )
      ),
      Layer.catchAllCause((cause) =>
        Layer.fail(new EngineError({ message: `The PostgreSQL database cannot be used: ${reasonOf(cause)}` }))
      )
    )
