/** The tables of a run's record, for who writes them and who reads them. */
import type { Database } from "bun:sqlite"
import { Schema } from "effect"
import * as Curriculum from "../curriculum/Curriculum.ts"
import { DefectEvent } from "../rollout/Defect.ts"

/** Grows when the tables or the JSON in them change their meaning. */
const version = 1

/** All that a run records; each table has the columns `phase` and `step`. */
export const names = ["metrics", "evaluations", "groups", "rollouts", "events", "explanations"] as const

/**
 * Columns named `clock`, and nothing else, differ between two runs of the same seed. `idx` is the index that draws the
 * instance again; `log_prob` sums over the response's tokens.
 */
const tables = `
  CREATE TABLE metrics (
    phase TEXT NOT NULL, step INTEGER NOT NULL, metrics TEXT NOT NULL, clock TEXT NOT NULL,
    PRIMARY KEY (phase, step)) STRICT;
  CREATE TABLE evaluations (
    phase TEXT NOT NULL, step INTEGER NOT NULL, split TEXT NOT NULL, scores TEXT NOT NULL, clock TEXT NOT NULL,
    PRIMARY KEY (phase, step, split)) STRICT;
  CREATE TABLE groups (
    phase TEXT NOT NULL, step INTEGER NOT NULL, environment TEXT NOT NULL, idx INTEGER NOT NULL,
    level INTEGER NOT NULL, statement TEXT NOT NULL, gold TEXT NOT NULL, accuracy REAL NOT NULL,
    PRIMARY KEY (phase, step, environment, idx)) STRICT, WITHOUT ROWID;
  CREATE TABLE rollouts (
    phase TEXT NOT NULL, step INTEGER NOT NULL, environment TEXT NOT NULL, idx INTEGER NOT NULL,
    sample INTEGER NOT NULL, response TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT, reward REAL NOT NULL,
    finish TEXT NOT NULL, tokens INTEGER NOT NULL, log_prob REAL NOT NULL,
    PRIMARY KEY (phase, step, environment, idx, sample)) STRICT, WITHOUT ROWID;
  CREATE TABLE events (
    phase TEXT NOT NULL, step INTEGER NOT NULL, position INTEGER NOT NULL, event TEXT NOT NULL,
    PRIMARY KEY (phase, step, position)) STRICT;
`

/** A table that records from before it was there do not have until their runs go on. */
const explanations = `
  CREATE TABLE IF NOT EXISTS explanations (
    phase TEXT NOT NULL, step INTEGER NOT NULL, environment TEXT NOT NULL, explanation TEXT NOT NULL,
    PRIMARY KEY (phase, step, environment)) STRICT, WITHOUT ROWID;
`

/** Benchmarks of the weights after a step failed. */
const NotMeasuredEvent = Schema.TaggedStruct("not-measured", { message: Schema.String })

/** What the column `event` holds as JSON. */
export const RecordedEvent = Schema.Union(Curriculum.Event, DefectEvent, NotMeasuredEvent)
export type RecordedEvent = typeof RecordedEvent.Type

/** Whether there are no tables yet. */
export const isEmpty = (database: Database): boolean =>
  database.query("SELECT name FROM sqlite_master").get() === null

/** Whether the tables are of this version. */
export const isCurrent = (database: Database): boolean => {
  const row = database.query("PRAGMA user_version").get() as { readonly user_version: number }
  return row.user_version === version
}

/** Whether there are explanations in the record. */
export const hasExplanations = (database: Database): boolean =>
  database.query("SELECT name FROM sqlite_master WHERE name = 'explanations'").get() !== null

/** Creates the tables that are not there; all or none of them. */
export const create = (database: Database): void =>
  database.transaction(() => {
    if (isEmpty(database)) {
      database.run(tables)
      database.run(`PRAGMA user_version = ${version}`)
    }
    if (isCurrent(database)) database.run(explanations)
  }).exclusive()
