/** The record of a run: one SQLite file, written one transaction per step, cut back to the checkpoint on resume. */
import { Database, SQLiteError } from "bun:sqlite"
import { Effect, type Scope } from "effect"
import type { Explanation } from "../curriculum/Explanation.ts"
import { accuracy, type Group } from "../rollout/Rollout.ts"
import type { Clock, Scores, StepClock, StepMetrics } from "./Figures.ts"
import { RunError } from "./RunError.ts"
import * as RunTables from "./RunTables.ts"
import type { Position } from "./State.ts"

export interface RunStore {
  /** The groups of a step with their rollouts, its curriculum events and defects in order, and why it was planned so. */
  readonly rollouts: (
    position: Position,
    groups: ReadonlyArray<Group>,
    events: ReadonlyArray<RunTables.RecordedEvent>,
    explanations?: ReadonlyArray<Explanation>
  ) => Effect.Effect<void, RunError>
  /** The figures of a step. Those of the clock differ from run to run, all others do not. */
  readonly metrics: (
    position: Position,
    metrics: StepMetrics,
    clock: StepClock
  ) => Effect.Effect<void, RunError>
  /** One more event of a step. */
  readonly event: (position: Position, event: RunTables.RecordedEvent) => Effect.Effect<void, RunError>
  readonly evaluation: (
    position: Position,
    split: string,
    scores: Scores,
    clock: Clock
  ) => Effect.Effect<void, RunError>
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

/** Closes the record as one file, which can be read where nothing can be written; what reads it just now prevents that. */
const close = (database: Database) =>
  Effect.zipRight(
    Effect.ignore(attempt(() => database.run("PRAGMA journal_mode = DELETE"))),
    Effect.sync(() => database.close())
  )

/** Opens or creates the record; closed with the scope. `figures` leaves out groups, rollouts and explanations. */
export const open = (
  file: string,
  record: "all" | "figures" = "all"
): Effect.Effect<RunStore, RunError, Scope.Scope> =>
  Effect.gen(function*() {
    const database = yield* Effect.acquireRelease(
      attempt(() => new Database(file, { create: true, strict: true })),
      close
    )
    yield* attempt(() => {
      database.run("PRAGMA journal_mode = WAL")
      database.run("PRAGMA synchronous = NORMAL")
      RunTables.create(database)
    })
    if (yield* attempt(() => RunTables.isCurrent(database))) {
      return yield* attempt(() => make(database, record))
    }
    return yield* new RunError({
      reason: "Changed",
      message: `${file} is of another version of Scaler: go on with that one, or start a new run`
    })
  })

const make = (database: Database, record: "all" | "figures"): RunStore => {
  const insert = (table: (typeof RunTables.names)[number], columns: number) =>
    database.query(`INSERT OR REPLACE INTO ${table} VALUES (${Array(columns).fill("?").join(", ")})`)
  const metrics = insert("metrics", 4)
  const evaluations = insert("evaluations", 5)
  const groups = insert("groups", 8)
  const rollouts = insert("rollouts", 12)
  const events = insert("events", 4)
  const explanations = insert("explanations", 4)

  const scores = database.query("SELECT scores FROM evaluations WHERE phase = ? AND step = ? AND split = ?")
  const clocks = database.query(
    "SELECT sum(clock ->> 'waiting') AS waiting, sum(clock ->> 'total') AS total FROM metrics WHERE phase = 'training'"
  )

  const writeRollouts = database.transaction(
    (
      { phase, step }: Position,
      sampled: ReadonlyArray<Group>,
      found: ReadonlyArray<RunTables.RecordedEvent>,
      explained: ReadonlyArray<Explanation>
    ) => {
      for (const group of sampled) {
        const { environment, gold, index, level, statement } = group.question
        const place = [phase, step, environment, index] as const
        groups.run(...place, level, statement, JSON.stringify(gold), accuracy(group))
        for (const [sample, { response, reward, text, verdict }] of group.rollouts.entries()) {
          const { finish, logProbs, tokens } = response
          const reason = verdict._tag === "Accepted" ? null : verdict.reason
          const logProb = logProbs.reduce((sum, each) => sum + each, 0)
          rollouts.run(
            ...place,
            sample,
            text,
            verdict._tag.toLowerCase(),
            reason,
            reward,
            finish,
            tokens.length,
            logProb
          )
        }
      }
      for (const [position, event] of found.entries()) {
        events.run(phase, step, position, JSON.stringify(event))
      }
      for (const explanation of explained) {
        explanations.run(phase, step, explanation.environment, JSON.stringify(explanation))
      }
    }
  )

  const addEvent = database.query(
    "INSERT INTO events SELECT $phase, $step, count(*), $event FROM events WHERE phase = $phase AND step = $step"
  )

  const cutBack = database.transaction(({ phase, step }: Position) => {
    for (const table of RunTables.names) {
      database.run(`DELETE FROM ${table} WHERE phase = ? AND step > ?`, [phase, step])
      if (phase === "warmup") database.run(`DELETE FROM ${table} WHERE phase = 'training'`)
    }
  })

  return {
    rollouts: (position, sampled, found, explained = []) =>
      attempt(() =>
        record === "all"
          ? writeRollouts(position, sampled, found, explained)
          : writeRollouts(position, [], found, [])
      ),
    metrics: ({ phase, step }, figures, clock) =>
      attempt(() => {
        metrics.run(phase, step, JSON.stringify(figures), JSON.stringify(clock))
      }),
    event: ({ phase, step }, event) =>
      attempt(() => {
        addEvent.run({ phase, step, event: JSON.stringify(event) })
      }),
    evaluation: ({ phase, step }, split, measured, clock) =>
      attempt(() => {
        evaluations.run(phase, step, split, JSON.stringify(measured), JSON.stringify(clock))
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
