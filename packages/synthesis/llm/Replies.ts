/**
 * The questions that were sent and may have been paid for, with their replies, in a file that survives the process at
 * any moment. Processes that share it share its budget and its replies; of what another has under way none knows.
 */
import type { Usage } from "@scaler/chat/Completion"
import { Database } from "bun:sqlite"
import { Effect, Option, Schema, type Scope } from "effect"
import { ChatReply, LlmError, type Spent } from "./Llm.ts"

export interface Replies {
  /** The reply to a question, named by its hash. */
  readonly find: (hash: string) => Effect.Effect<Option.Option<ChatReply>, LlmError>
  /**
   * Counts the worst that a question can cost as spent, before it is sent, and gives the entry's number. Nothing where
   * more than `budget` tokens would then be spent.
   */
  readonly begin: (
    hash: string,
    worst: Usage,
    budget: number
  ) => Effect.Effect<Option.Option<number>, LlmError>
  /** Keeps the reply, and counts what it did cost instead. */
  readonly keep: (entry: number, reply: ChatReply) => Effect.Effect<void, LlmError>
  /** Counts nothing: the question was not answered, and not paid for. */
  readonly forget: (entry: number) => Effect.Effect<void, LlmError>
  readonly spent: Effect.Effect<Omit<Spent, "kept">, LlmError>
}

/**
 * `reply` is NULL while a question is under way, and where the reply was lost: until it is known, the worst counts. The
 * sums are of the index alone.
 */
const tables = `
  CREATE TABLE IF NOT EXISTS calls (
    entry INTEGER PRIMARY KEY,
    hash TEXT NOT NULL,
    prompt_tokens INTEGER NOT NULL,
    completion_tokens INTEGER NOT NULL,
    estimated INTEGER NOT NULL,
    reply TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS costs ON calls (hash, prompt_tokens, completion_tokens, estimated);`

const decodeReply = Schema.decode(Schema.parseJson(ChatReply))

const unusable = (file: string, error: unknown) =>
  new LlmError({
    reason: "Disk",
    message: `Replies could not be kept in ${file}: ${
      (error as Error).message
    }. Replies kept so far are whole: see to the disk, then go on with --resume`
  })

const make = (database: Database, file: string): Replies => {
  const attempt = <A>(body: () => A): Effect.Effect<A, LlmError> =>
    Effect.try({ try: body, catch: (error) => unusable(file, error) })

  const find = database.query<{ reply: string }, [string]>(
    "SELECT reply FROM calls WHERE hash = ? AND reply IS NOT NULL ORDER BY entry LIMIT 1"
  )
  // One statement, so that processes that share the file do not overrun the budget together.
  const begin = database.query<{ entry: number }, [string, number, number, number]>(
    `INSERT INTO calls (hash, prompt_tokens, completion_tokens, estimated) SELECT ?1, ?2, ?3, 1
     WHERE (SELECT coalesce(sum(prompt_tokens + completion_tokens), 0) FROM calls) + ?2 + ?3 <= ?4 RETURNING entry`
  )
  const keep = database.query(
    "UPDATE calls SET prompt_tokens = ?, completion_tokens = ?, estimated = ?, reply = ? WHERE entry = ?"
  )
  const forget = database.query("DELETE FROM calls WHERE entry = ?")
  const spent = database.query<
    Record<"promptTokens" | "completionTokens" | "estimated" | "calls", number>,
    []
  >(
    `SELECT coalesce(sum(prompt_tokens), 0) AS promptTokens, coalesce(sum(completion_tokens), 0) AS completionTokens,
     coalesce(max(estimated), 0) AS estimated, count(*) AS calls FROM calls`
  )

  return {
    find: (hash) =>
      attempt(() => find.get(hash)).pipe(
        Effect.map(Option.fromNullable),
        Effect.flatMap(
          Effect.transposeMapOption(({ reply }) =>
            Effect.mapError(decodeReply(reply), (error) => unusable(file, error))
          )
        )
      ),
    begin: (hash, { completionTokens, promptTokens }, budget) =>
      attempt(() =>
        Option.map(
          Option.fromNullable(begin.get(hash, promptTokens, completionTokens, budget)),
          ({ entry }) => entry
        )
      ),
    keep: (entry, reply) =>
      attempt(() => {
        const { completionTokens, estimated, promptTokens } = reply.usage
        keep.run(promptTokens, completionTokens, estimated === true ? 1 : 0, JSON.stringify(reply), entry)
      }),
    forget: (entry) =>
      attempt(() => {
        forget.run(entry)
      }),
    spent: attempt(() => {
      const { calls, completionTokens, estimated, promptTokens } = spent.get()!
      return { promptTokens, completionTokens, ...estimated === 1 && { estimated: true as const }, calls }
    })
  }
}

/** Opens or creates the file; closed with the scope. */
export const open = (file: string): Effect.Effect<Replies, LlmError, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.try({
      try: () => {
        const database = new Database(file, { create: true, strict: true })
        // A reply costs more than the moment it takes to have it on the disk.
        database.run("PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
        database.run(tables)
        return { database, replies: make(database, file) }
      },
      catch: (error) => unusable(file, error)
    }),
    ({ database }) => Effect.sync(() => database.close())
  ).pipe(Effect.map(({ replies }) => replies))
