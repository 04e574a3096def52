/** The record of a run: one SQLite file, written one transaction per step, cut back to the checkpoint on resume. */
import { Database, SQLiteError } from "bun:sqlite"
import { Effect, type Scope } from "effect"
import type { Defect } from "../rollout/Defect.ts"
import type { Group } from "../rollout/Rollout.ts"
import type { Scores } from "../training/Evaluation.ts"
import type { StepClock, StepMetrics } from "./Progress.ts"
import { RunError } from "./RunError.ts"
import type { Position } from "./State.ts"

const tables = `
  CREATE TABLE IF NOT EXISTS metrics (
    phase TEXT NOT NULL, step INTEGER NOT NULL, metrics TEXT NOT NULL, clock TEXT NOT NULL,
    PRIMARY KEY (phase, step)) STRICT;
  CREATE TABLE IF NOT EXISTS evaluations (
    phase TEXT NOT NULL, step INTEGER NOT NULL, split TEXT NOT NULL, scores TEXT NOT NULL,
    PRIMARY KEY (phase, step, split)) STRICT;
  CREATE TABLE IF NOT EXISTS rollouts (
    phase TEXT NOT NULL, step INTEGER NOT NULL, environment TEXT NOT NULL, idx INTEGER NOT NULL,
    level INTEGER NOT NULL, statement TEXT NOT NULL, gold TEXT NOT NULL, responses TEXT NOT NULL,
    PRIMARY KEY (phase, step, environment, idx)) STRICT;
  CREATE TABLE IF NOT EXISTS events (
    phase TEXT NOT NULL, step INTEGER NOT NULL, position INTEGER NOT NULL, event TEXT NOT NULL,
    PRIMARY KEY (phase, step, position)) STRICT;
`

export interface RunStore {
  /** The groups of a step, and its curriculum events and defects in order. */
  readonly rollouts: (
    position: Position,
    groups: ReadonlyArray<Group>,
    events: ReadonlyArray<object>
  ) => Effect.Effect<void, RunError>
  /** The figures of a step. Those of the clock differ from run to run, all others do not. */
  readonly metrics: (
    position: Position,
    metrics: StepMetrics,
    clock: StepClock
  ) => Effect.Effect<void, RunError>
  readonly evaluation: (position: Position, split: string, scores: Scores) => Effect.Effect<void, RunError>
  /** Macro accuracy recorded at a position. */
  readonly macro: (position: Position, split: string) => Effect.Effect<number | undefined, RunError>
  /** Share of all training steps' time in which the learner waited for anything but sampling. */
  readonly waitingShare: Effect.Effect<number, RunError>
  /** Forgets everything after a position. */
  readonly cutBack: (position: Position) => Effect.Effect<void, RunError>
}

const attempt = <A>(body: () => A): Effect.Effect<A, RunError> =>
  Effect.try({
    try: body,
    catch: (error) =>
      new RunError({
        reason: "Disk",
        message: `The run's record could not be kept: ${
          error instanceof SQLiteError ? `${error.code ?? "SQLite"}: ` : ""
        }${(error as Error).message}. Checkpoints are whole: make room, then go on with --resume`
      })
  })

/** Opens or creates the record; closed with the scope. */
export const open = (file: string): Effect.Effect<RunStore, RunError, Scope.Scope> =>
  Effect.gen(function*() {
    const database = yield* Effect.acquireRelease(
      attempt(() => new Database(file, { create: true, strict: true })),
      (database) => Effect.sync(() => database.close())
    )
    return yield* attempt(() => {
      database.run("PRAGMA journal_mode = WAL")
      database.run("PRAGMA synchronous = NORMAL")
      database.run(tables)
      return make(database)
    })
  })

const make = (database: Database): RunStore => {
  const metrics = database.query("INSERT OR REPLACE INTO metrics VALUES (?, ?, ?, ?)")
  const evaluations = database.query("INSERT OR REPLACE INTO evaluations VALUES (?, ?, ?, ?)")
  const rollouts = database.query("INSERT OR REPLACE INTO rollouts VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
  const events = database.query("INSERT OR REPLACE INTO events VALUES (?, ?, ?, ?)")

  const scores = database.query("SELECT scores FROM evaluations WHERE phase = ? AND step = ? AND split = ?")
  const clocks = database.query(
    "SELECT sum(clock ->> 'waiting') AS waiting, sum(clock ->> 'total') AS total FROM metrics WHERE phase = 'training'"
  )

  const writeRollouts = database.transaction(
    ({ phase, step }: Position, groups: ReadonlyArray<Group>, found: ReadonlyArray<object>) => {
      for (const { question, rollouts: sampled } of groups) {
        const { environment, gold, index, level, statement } = question
        const responses = sampled.map(({ response, text, verdict }) => ({
          text,
          verdict: verdict._tag,
          finish: response.finish,
          logProb: response.logProbs.reduce((sum, logProb) => sum + logProb, 0)
        }))
        const row = [
          environment,
          index,
          level,
          statement,
          JSON.stringify(gold),
          JSON.stringify(responses)
        ] as const
        rollouts.run(phase, step, ...row)
      }
      for (const [position, event] of found.entries()) {
        events.run(phase, step, position, JSON.stringify(event))
      }
    }
  )

  const cutBack = database.transaction(({ phase, step }: Position) => {
    for (const table of ["metrics", "evaluations", "rollouts", "events"]) {
      database.run(`DELETE FROM ${table} WHERE phase = ? AND step > ?`, [phase, step])
      if (phase === "warmup") database.run(`DELETE FROM ${table} WHERE phase = 'training'`)
    }
  })

  return {
    rollouts: (position, groups, found) => attempt(() => writeRollouts(position, groups, found)),
    metrics: ({ phase, step }, figures, clock) =>
      attempt(() => {
        metrics.run(phase, step, JSON.stringify(figures), JSON.stringify(clock))
      }),
    evaluation: ({ phase, step }, split, measured) =>
      attempt(() => {
        evaluations.run(phase, step, split, JSON.stringify(measured))
      }),
    macro: ({ phase, step }, split) =>
      attempt(() => {
        const row = scores.get(phase, step, split) as { readonly scores: string } | null
        return row === null ? undefined : (JSON.parse(row.scores) as Scores).macro
      }),
    waitingShare: attempt(() => {
      const { total, waiting } = clocks.get() as {
        readonly waiting: number | null
        readonly total: number | null
      }
      return (waiting ?? 0) / (total ?? 1)
    }),
    cutBack: (position) => attempt(() => cutBack(position))
  }
}

/** A defect as an event of the record. */
export const defectEvent = (defect: Defect): object => ({
  _tag: "defect",
  environment: defect.environment,
  kind: defect._tag,
  reason: defect.reason,
  message: defect.message
})
