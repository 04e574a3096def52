/** The record of an evaluation: one SQLite file, in which a problem's responses appear together or not at all. */
import { Database } from "bun:sqlite"
import { Effect, Schema, type Scope } from "effect"
import { existsSync } from "node:fs"
import { EvalError } from "./EvalError.ts"
import { verdicts } from "./Metrics.ts"

/** A response with its verdict. */
export const Response = Schema.Struct({
  suite: Schema.String,
  problem: Schema.String,
  sample: Schema.Int,
  /** Empty where the model refused the question. */
  text: Schema.String,
  finish: Schema.Literal("stop", "length", "refused"),
  tokens: Schema.NullOr(Schema.Int),
  verdict: Schema.Literal(...verdicts),
  /** Why it is not accepted. */
  reason: Schema.NullOr(Schema.String)
})
export type Response = typeof Response.Type

/** What an evaluation was begun with, as JSON values by name. */
export type Settings = Readonly<Record<string, unknown>>

/** A benchmark that has been begun, with its title. */
const Begun = Schema.Struct({ suite: Schema.String, title: Schema.String })

export interface EvalStore {
  readonly settings: Effect.Effect<Settings, EvalError>
  /** In the order in which they were begun. */
  readonly suites: Effect.Effect<ReadonlyArray<typeof Begun.Type>, EvalError>
  readonly begin: (suite: typeof Begun.Type) => Effect.Effect<void, EvalError>
  readonly responses: (suite: string) => Effect.Effect<ReadonlyArray<Response>, EvalError>
  /** Writes responses, or writes them anew; all of them or none. */
  readonly write: (responses: ReadonlyArray<Response>) => Effect.Effect<void, EvalError>
}

const version = 1

const attempt = <A>(file: string, body: () => A): Effect.Effect<A, EvalError> =>
  Effect.try({
    try: body,
    catch: (error) => new EvalError({ reason: "Disk", message: `${file}: ${(error as Error).message}` })
  })

const create = (database: Database) => {
  database.run("PRAGMA journal_mode = WAL")
  database.run("PRAGMA synchronous = FULL")
  database.run("CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")
  database.run("CREATE TABLE IF NOT EXISTS suites (suite TEXT PRIMARY KEY, title TEXT NOT NULL) STRICT")
  database.run(`CREATE TABLE IF NOT EXISTS responses (
    suite TEXT NOT NULL, problem TEXT NOT NULL, sample INTEGER NOT NULL, text TEXT NOT NULL, finish TEXT NOT NULL,
    tokens INTEGER, verdict TEXT NOT NULL, reason TEXT, PRIMARY KEY (suite, problem, sample)) STRICT`)
}

const make = (database: Database, file: string): EvalStore => {
  const insert = database.query("INSERT OR REPLACE INTO responses VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
  const write = database.transaction((responses: ReadonlyArray<Response>) => {
    for (const { finish, problem, reason, sample, suite, text, tokens, verdict } of responses) {
      insert.run(suite, problem, sample, text, finish, tokens, verdict, reason)
    }
  })
  const rows = (query: string, ...values: ReadonlyArray<string>) =>
    attempt(file, (): ReadonlyArray<unknown> => database.query(query).all(...values))
  const unreadable = ({ message }: { readonly message: string }) =>
    new EvalError({ reason: "Disk", message: `${file}: ${message}` })
  return {
    settings: Effect.map(
      rows("SELECT name, value FROM settings"),
      (all) =>
        Object.fromEntries(
          (all as ReadonlyArray<{ readonly name: string; readonly value: string }>)
            .map(({ name, value }) => [name, JSON.parse(value) as unknown])
        )
    ),
    suites: Effect.flatMap(
      rows("SELECT suite, title FROM suites ORDER BY rowid"),
      (all) => Effect.mapError(Schema.decodeUnknown(Schema.Array(Begun))(all), unreadable)
    ),
    begin: ({ suite, title }) =>
      attempt(
        file,
        () =>
          void database.query(
            "INSERT INTO suites VALUES (?, ?) ON CONFLICT DO UPDATE SET title = excluded.title"
          )
            .run(suite, title)
      ),
    responses: (suite) =>
      Effect.flatMap(
        rows("SELECT * FROM responses WHERE suite = ? ORDER BY problem, sample", suite),
        (all) => Effect.mapError(Schema.decodeUnknown(Schema.Array(Response))(all), unreadable)
      ),
    write: (responses) => attempt(file, () => write(responses))
  }
}

/**
 * Opens an evaluation's record, closed with the scope; one that is not there is begun with these settings. Fails with
 * `Changed` where it was begun with others.
 */
export const open = (file: string, settings?: Settings): Effect.Effect<EvalStore, EvalError, Scope.Scope> =>
  Effect.gen(function*() {
    if (settings === undefined && !existsSync(file)) {
      return yield* new EvalError({
        reason: "Disk",
        message: `${file} is not there: no evaluation was begun`
      })
    }
    const database = yield* Effect.acquireRelease(
      attempt(
        file,
        () => new Database(file, { create: settings !== undefined, readwrite: true, strict: true })
      ),
      (database) => Effect.sync(() => database.close())
    )
    yield* attempt(file, () => create(database))
    const store = make(database, file)
    const known = yield* store.settings
    const current = { ...settings ?? known, version }
    if (Object.keys(known).length === 0) {
      const insert = database.query("INSERT INTO settings VALUES (?, ?)")
      yield* attempt(file, () =>
        database.transaction(() => {
          for (const [name, value] of Object.entries(current)) insert.run(name, JSON.stringify(value))
        })())
      return store
    }
    const changed = [...new Set([...Object.keys(known), ...Object.keys(current)])].filter((name) =>
      !Bun.deepEquals(known[name], (current as Settings)[name])
    )
    if (changed.length === 0) return store
    const [name] = changed as [string]
    return yield* new EvalError({
      reason: "Changed",
      message: `${file} was begun with another ${name}: ${JSON.stringify(known[name])}, and not ${
        JSON.stringify((current as Settings)[name])
      }. Go on with the same settings, or choose another directory`
    })
  })
