/** An export in the making: its rows so far, in a database that survives the process at any moment. */
import { Database, SQLiteError } from "bun:sqlite"
import { Effect, type Scope } from "effect"
import { CliError } from "../CliError.ts"
import type { Row } from "./Row.ts"

/** What has been drawn of one level of one environment. */
export interface Progress {
  /** Index of the next draw. */
  readonly next: number
  readonly rows: number
  /** Draws since the last new instance. */
  readonly misses: number
  /** Messages of the faults, in order. */
  readonly faults: ReadonlyArray<string>
}

/** A level of an environment, which is named by its place in the export. */
export interface Place {
  readonly environment: number
  readonly level: number
}

/** A row with the hash of its instance. */
export interface Candidate {
  readonly instance: string
  readonly row: Row
}

export interface Draft {
  /** How many rows it has. */
  readonly size: () => number
  readonly progress: (place: Place) => Progress
  /**
   * Keeps, whole or not at all, those of the rows whose instance the environment has not had yet, until the level
   * has `count` rows, and where the drawing stands then.
   */
  readonly add: (
    place: Place,
    drawn: ReadonlyArray<Candidate | { readonly fault: string }>,
    count: number
  ) => Progress
  /** All rows as JSON: by environment, level, index. */
  readonly rows: () => Iterable<string>
  readonly close: () => void
}

const none: Progress = { next: 0, rows: 0, misses: 0, faults: [] }

const tables = `
  CREATE TABLE IF NOT EXISTS plan (text TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS levels (
    environment INTEGER, level INTEGER, progress TEXT NOT NULL, PRIMARY KEY (environment, level)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS rows (
    environment INTEGER, level INTEGER, draw INTEGER, instance TEXT NOT NULL, row TEXT NOT NULL,
    PRIMARY KEY (environment, level, draw), UNIQUE (environment, instance)
  );`

const make = (database: Database): Draft => {
  const read = database.query<{ progress: string }, [number, number]>(
    "SELECT progress FROM levels WHERE environment = ? AND level = ?"
  )
  const write = database.query("INSERT OR REPLACE INTO levels VALUES (?, ?, ?)")
  const insert = database.query("INSERT OR IGNORE INTO rows VALUES (?, ?, ?, ?, ?)")
  const progress = ({ environment, level }: Place): Progress => {
    const found = read.get(environment, level)
    return found === null ? none : JSON.parse(found.progress) as Progress
  }
  return {
    size: () => database.query<{ size: number }, []>("SELECT COUNT(*) AS size FROM rows").get()!.size,
    progress,
    add: database.transaction((place, drawn, count) => {
      let { faults, misses, next, rows } = progress(place)
      for (const each of drawn) {
        if (rows === count) break
        if ("fault" in each) faults = [...faults, each.fault]
        else {
          const { changes } = insert.run(
            place.environment,
            place.level,
            next,
            each.instance,
            JSON.stringify(each.row)
          )
          rows += changes
          misses = changes === 0 ? misses + 1 : 0
        }
        next++
      }
      const after = { next, rows, misses, faults }
      write.run(place.environment, place.level, JSON.stringify(after))
      return after
    }) as Draft["add"],
    *rows() {
      const all = database.query<{ row: string }, []>(
        "SELECT row FROM rows ORDER BY environment, level, draw"
      )
      for (const { row } of all.iterate()) yield row
    },
    close: () => database.close()
  }
}

/** Opens a draft for this process alone. One that was begun by another plan is refused. */
export const open = (file: string, plan: string): Effect.Effect<Draft, CliError, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.try({
      try: () => {
        const database = new Database(file, { create: true })
        database.run(
          "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
        )
        database.run(tables)
        const begun = database.query<{ text: string }, []>("SELECT text FROM plan").get()
        if (begun === null) database.query("INSERT INTO plan VALUES (?)").run(plan)
        return { draft: make(database), begun: begun?.text ?? plan }
      },
      catch: (error) =>
        new CliError({
          message: error instanceof SQLiteError && error.code === "SQLITE_BUSY"
            ? `Another process is working on ${file}`
            : `${file} could not be opened: ${(error as Error).message}`
        })
    }),
    ({ draft }) => Effect.sync(draft.close)
  ).pipe(
    Effect.flatMap(({ begun, draft }) =>
      begun === plan ? Effect.succeed(draft) : new CliError({
        message: `${file} was begun by other arguments or other versions of the environments:\n`
          + `  then ${begun}\n  now  ${plan}\nRepeat those, or export into another folder`
      })
    )
  )
