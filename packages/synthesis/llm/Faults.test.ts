/** What a server can do other than reply at once. */
import { expect, test } from "bun:test"
import { Effect, Fiber } from "effect"
import type { Fault } from "./replay/Script.ts"
import { asking, faulty, hurried, outcomes, question, seconds, usage } from "./testing/Asking.ts"

const passing: ReadonlyArray<readonly [string, Fault, mayBePaid: boolean]> = [
  ...[408, 409, 425, 429, 500, 502, 503, 529].map((status) =>
    [`status ${status}`, { kind: "status", status }, false] as const
  ),
  ["a connection closed before the reply", { kind: "close" }, true],
  ["a connection dropped in the reply", { kind: "drop" }, true],
  ["half of the JSON", { kind: "truncate" }, true],
  ["an error in place of a reply", { kind: "error", message: "overloaded" }, false],
  ["an error with its status", { kind: "error", message: "overloaded", code: 429 }, false],
  ["an error as text", { kind: "body", body: "{\"error\": \"overloaded\"}" }, false],
  ["a page", { kind: "body", body: "<html>Bad gateway</html>" }, true],
  ["no choice", { kind: "body", body: "{\"choices\": []}" }, true]
]

test.each(passing)("after %s another try is made", async (_, fault, mayBePaid) => {
  await hurried(asking(faulty(fault, fault), {}, (llm, server) =>
    Effect.gen(function*() {
      const reply = yield* llm.complete(question("Well?"))
      expect(reply).toEqual({ content: "fine", finishReason: "stop", usage, model: "tiny" })
      expect(outcomes(server)).toEqual([fault.kind, fault.kind, "reply"])
      expect(new Set(server.log.map(({ hash }) => hash)).size).toBe(1)

      const { calls, completionTokens, estimated } = yield* llm.spent
      expect({ calls, completionTokens, estimated }).toEqual(
        mayBePaid
          ? { calls: 3, completionTokens: 7 + 2 * 100, estimated: true }
          : { calls: 1, completionTokens: 7, estimated: undefined }
      )
    })))
})

test("tries are further and further apart, and their number is bounded", async () => {
  const overloaded = { kind: "status", status: 503, message: "the queue is full" } as const
  await hurried(
    asking(
      faulty(...Array<Fault>(20).fill(overloaded)),
      { tries: 9 },
      (llm, server) =>
        Effect.gen(function*() {
          const error = yield* Effect.flip(llm.complete(question("Well?")))
          expect(error.reason).toBe("Unavailable")
          expect(error.message).toContain("503: the queue is full")
          expect(error.message).toContain("last of 9 tries")
          expect(server.log.length).toBe(9)
          // 1 + 2 + 4 + 8 + 16 + 32 + 60 + 60 seconds, less up to half.
          const waited = yield* seconds
          expect(waited).toBeGreaterThan(183 / 2)
          expect(waited).toBeLessThan(183)
        })
    )
  )
})

test.each([
  ["seconds", "90"],
  ["a date", new Date(90_000).toUTCString()]
])("a pause in %s is every question's", async (_, retryAfter) => {
  const full: Fault = { kind: "status", status: 429, retryAfter }
  const script = [
    { match: "first", answers: [{ content: "1", faults: [full] }] },
    { match: "second", answers: [{ content: "2" }] }
  ]
  await hurried(asking(script, { jobs: 1 }, (llm, server) =>
    Effect.gen(function*() {
      const ask = (content: string) => Effect.zipRight(llm.complete(question(content)), seconds)
      expect(yield* Effect.all([ask("first"), ask("second")], { concurrency: "unbounded" })).toEqual([90, 90])
      expect(server.log.length).toBe(3)
    })))
})

test("a pause of hours is a matter for a person", async () => {
  await hurried(
    asking(
      faulty({ kind: "status", status: 429, retryAfter: "7200" }),
      {},
      (llm, server) =>
        Effect.gen(function*() {
          const error = yield* Effect.flip(llm.complete(question("Well?")))
          expect(error).toMatchObject({ reason: "Unavailable", message: expect.stringContaining("for 2h") })
          expect(server.log.length).toBe(1)
          expect(yield* seconds).toBe(0)
        })
    )
  )
})

test.each([
  [400, "Request", "\"tiny\""],
  [413, "Request", "length"],
  [422, "Request", "temperature"],
  [401, "Setup", "SCALER_LLM_KEY"],
  [403, "Setup", "none is set"],
  [404, "Setup", "/v1"],
  [301, "Setup", "address"]
])("status %d is final: %s, %s", async (status, reason, advice) => {
  await hurried(
    asking(
      faulty({ kind: "status", status, message: "I do not" }),
      {},
      (llm, server) =>
        Effect.gen(function*() {
          const error = yield* Effect.flip(llm.complete(question("Well?")))
          expect(error.reason).toBe(reason as typeof error.reason)
          expect(error.message).toContain(`${server.url}/chat/completions: ${status}: I do not`)
          expect(error.message).toContain(advice)
          expect(server.log.length).toBe(1)
          expect(yield* llm.spent).toEqual({ promptTokens: 0, completionTokens: 0, calls: 0, kept: 0 })
        })
    )
  )
})

test("a final error may come with status 200", async () => {
  await hurried(
    asking(
      faulty({ kind: "error", message: "too long", code: 400 }),
      {},
      (llm, server) =>
        Effect.gen(function*() {
          const error = yield* Effect.flip(llm.complete(question("Well?")))
          expect(error).toMatchObject({
            reason: "Request",
            message: expect.stringContaining("400: too long")
          })
          expect(server.log.length).toBe(1)
        })
    )
  )
})

test("a server that is not there is tried again, and costs nothing", async () => {
  await hurried(asking(faulty(), { url: "http://127.0.0.1:1/v1", tries: 3 }, (llm) =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(llm.complete(question("Well?")))
      expect(error).toMatchObject({ reason: "Unavailable", message: expect.stringContaining("ECONNREFUSED") })
      expect(yield* seconds).toBeGreaterThan(1.4)
      expect((yield* llm.spent).calls).toBe(0)
    })))
})

test.each(["", "127.0.0.1:8000/v1", "file:///v1", "http://me:word@127.0.0.1/v1"])(
  "the address \"%s\" is refused",
  async (url) => {
    const error = await hurried(Effect.flip(asking(faulty(), { url }, () => Effect.void)))
    expect(error).toMatchObject({ reason: "Setup", message: expect.not.stringContaining("word@") })
  }
)

test("a reply that does not come within the deadline is given up", () =>
  Effect.runPromise(
    asking(faulty({ kind: "silence" }), { deadline: "2 seconds", tries: 1 }, (llm, server) =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(llm.complete(question("Well?")))
        expect(error).toMatchObject({ reason: "Unavailable", message: expect.stringContaining("deadline") })
        expect(outcomes(server)).toEqual(["silence"])
        expect((yield* llm.complete(question("Well?"))).content).toBe("fine")
      }))
  ))

test("who is interrupted hangs up", () => {
  let hasArrived = false
  const script = () => {
    hasArrived = true
    return { content: "late", delay: 500 }
  }
  return Effect.runPromise(asking(script, {}, (llm, server) =>
    Effect.gen(function*() {
      const asked = yield* Effect.fork(llm.complete(question("Well?")))
      while (!hasArrived) yield* Effect.sleep("1 millis")
      yield* Fiber.interrupt(asked)
      while (server.log.length === 0) yield* Effect.sleep("5 millis")
      expect(outcomes(server)).toEqual(["gone"])
      // It may have been paid for.
      expect(yield* llm.spent).toMatchObject({ calls: 1, completionTokens: 100, estimated: true })
    })))
})
