/** What the tests of the client share. */
import {
  Chunk,
  Clock,
  ConfigProvider,
  Effect,
  Fiber,
  Layer,
  type Scope,
  TestClock,
  TestContext
} from "effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Client from "../Client.ts"
import { type ChatRequest, Llm, type LlmError } from "../Llm.ts"
import * as ReplayServer from "../replay/ReplayServer.ts"
import type { Fault } from "../replay/Script.ts"

/** A path at which there is nothing yet. */
export const temporaryFile = Effect.map(
  Effect.acquireRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "scaler-llm-"))),
    (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
  ),
  (folder) => join(folder, "replies.sqlite")
)

export const question = (content: string, more: Partial<ChatRequest> = {}): ChatRequest => ({
  messages: [{ role: "user", content }],
  maxTokens: 100,
  ...more
})

export const usage = { promptTokens: 11, completionTokens: 7 }

/** Answers every question with "fine", after these faults. */
export const faulty = (...faults: ReadonlyArray<Fault>) => () => ({ content: "fine", usage, faults })

type Given = Partial<Client.Options> & { readonly environment?: Readonly<Record<string, string>> }

/** A client of a server; without a key unless one is given. */
export const client = (
  server: Pick<ReplayServer.ReplayServer, "url">,
  { environment = {}, ...options }: Given = {}
): Layer.Layer<Llm, LlmError> =>
  Layer.unwrapScoped(
    Effect.map(temporaryFile, (file) => Client.layer({ url: server.url, model: "tiny", file, ...options }))
  ).pipe(
    Layer.provide(Layer.setConfigProvider(ConfigProvider.fromMap(new Map(Object.entries(environment)))))
  )

/** Asks one server with one client. */
export const asking = <A, E>(
  script: ReplayServer.Options["script"],
  options: Given,
  use: (llm: typeof Llm.Service, server: ReplayServer.ReplayServer) => Effect.Effect<A, E, Scope.Scope>
): Effect.Effect<A, E | LlmError> =>
  Effect.scoped(
    Effect.flatMap(ReplayServer.start({ script }), (server) =>
      Effect.provide(
        Effect.flatMap(Llm, (llm) => use(llm, server)),
        client(server, options)
      ))
  )

export const outcomes = ({ log }: ReplayServer.ReplayServer) => log.map(({ outcome }) => outcome)

/** Runs by a clock that starts at 0 and on which sleeps of up to half a deadline take no time. */
export const hurried = <A, E>(effect: Effect.Effect<A, E>): Promise<A> =>
  Effect.gen(function*() {
    const hurry = Effect.gen(function*() {
      yield* Effect.promise(() => Bun.sleep(2))
      const next = Math.min(...Chunk.toReadonlyArray(yield* TestClock.sleeps()))
      const now = yield* Clock.currentTimeMillis
      if (next - now <= 300_000) yield* TestClock.setTime(next)
    })
    const clock = yield* Effect.fork(Effect.forever(hurry))
    return yield* Effect.ensuring(effect, Fiber.interrupt(clock))
  }).pipe(Effect.provide(TestContext.TestContext), Effect.runPromise)

export const seconds = Effect.map(Clock.currentTimeMillis, (now) => now / 1000)
