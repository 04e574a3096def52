/** The same work in Python: a child that stays, so that imports and warming up are outside of what is timed. */
import { Effect, Option, ParseResult, Schema, type Scope } from "effect"
import { BenchError, type Settings } from "./Benchmark.ts"

/** A peer that answers a JSON value with another one, one at a time. */
export interface Peer {
  readonly version: string
  readonly ask: <A, I>(answer: Schema.Schema<A, I>, question: unknown) => Effect.Effect<A, BenchError>
}

/** Characters of its standard error that an error quotes. */
const quoted = 2000

const folder = import.meta.dir

const Hello = Schema.Struct({ version: Schema.String })

/** Lines of a stream, and undefined where it ends. */
const lineReader = (stream: ReadableStream<Uint8Array>): () => Promise<string | undefined> => {
  const lines = (async function*() {
    const decoder = new TextDecoder()
    let rest = ""
    for await (const chunk of stream) {
      const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n")
      rest = parts.pop()!
      yield* parts
    }
  })()
  return async () => {
    const { done, value } = await lines.next()
    return done === true ? undefined : value
  }
}

/**
 * Starts a Python script that calls `serve` of `peer.py`; it ends with the scope. None where there is no such Python
 * or it lacks a module.
 */
export const open = (
  { python }: Settings,
  script: string
): Effect.Effect<Option.Option<Peer>, BenchError, Scope.Scope> =>
  Effect.gen(function*() {
    const executable = Bun.which(python)
    if (executable === null) return Option.none()
    const child = yield* Effect.acquireRelease(
      Effect.sync(() =>
        Bun.spawn([executable, script], {
          env: { ...process.env, PYTHONPATH: folder },
          stdio: ["pipe", "pipe", "pipe"]
        })
      ),
      (child) =>
        Effect.promise(() => {
          child.kill("SIGKILL")
          return child.exited
        })
    )
    const lastWords = new Response(child.stderr).text()
    const nextLine = lineReader(child.stdout)
    const answer = <A, I>(schema: Schema.Schema<A, I>) =>
      Effect.flatMap(
        Effect.promise(nextLine),
        (line) =>
          line === undefined
            ? Effect.flatMap(Effect.promise(() => lastWords), (words) =>
              new BenchError({ message: `${script} ended. Its last words:\n${words.trim().slice(-quoted)}` }))
            : Effect.mapError(
              Schema.decode(Schema.parseJson(schema))(line),
              (error) =>
                new BenchError({
                  message: `${script} answered something else: ${
                    ParseResult.TreeFormatter.formatErrorSync(error)
                  }`
                })
            )
      )
    const ask: Peer["ask"] = (schema, question) =>
      Effect.zipRight(
        Effect.sync(() => {
          child.stdin.write(`${JSON.stringify(question)}\n`)
          child.stdin.flush()
        }),
        answer(schema)
      )
    return yield* answer(Hello).pipe(
      Effect.map(({ version }) =>
        Option.some({ version, ask })
      ),
      Effect.catchIf(({ message }) => message.includes("ModuleNotFoundError"), () => Effect.succeedNone)
    )
  })
