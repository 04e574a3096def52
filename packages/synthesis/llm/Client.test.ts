import { expect, test } from "bun:test"
import { Cause, Context, Effect, Fiber, Layer, Logger } from "effect"
import { readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Llm } from "./Llm.ts"
import * as ReplayServer from "./replay/ReplayServer.ts"
import { asking, client, faulty, outcomes, question, temporaryFile, usage } from "./testing/Asking.ts"

test("a question goes out as chat completions have it", async () => {
  const bodies: Array<unknown> = []
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: async (request) => {
      bodies.push([request.method, new URL(request.url).pathname, await request.json()])
      return Response.json({
        id: "1",
        model: "tiny-instruct",
        choices: [{ index: 0, message: { role: "assistant", content: "half a" }, finish_reason: "length" }],
        usage: { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8 }
      })
    }
  })
  const messages = [{ role: "system", content: "Be brief." }, { role: "user", content: "Why?" }] as const
  const ask = Effect.gen(function*() {
    const llm = yield* Llm
    return yield* Effect.all([
      llm.complete({ messages, temperature: 0.5, seed: 7, maxTokens: 3 }),
      llm.complete({ messages })
    ])
  })
  const replies = await Effect.runPromise(Effect.provide(ask, client({ url: `${server.url.origin}/v1/` })))
  await server.stop(true)
  expect(replies[0]).toEqual({
    content: "half a",
    finishReason: "length",
    usage: { promptTokens: 5, completionTokens: 3 },
    model: "tiny-instruct"
  })
  const path = "/v1/chat/completions"
  expect(bodies).toEqual([
    ["POST", path, { model: "tiny", messages, max_tokens: 3, temperature: 0.5, seed: 7 }],
    ["POST", path, { model: "tiny", messages, max_tokens: 8192 }]
  ])
})

test("no more questions are under way than jobs", async () => {
  let underWay = 0
  let most = 0
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: async () => {
      most = Math.max(most, ++underWay)
      await Bun.sleep(20)
      underWay--
      return Response.json({ choices: [{ message: { content: "fine" } }] })
    }
  })
  const requests = Array.from({ length: 12 }, (_, index) => question(`Question ${index}`))
  const ask = Effect.flatMap(
    Llm,
    (llm) => Effect.forEach(requests, llm.complete, { concurrency: "unbounded" })
  )
  await Effect.runPromise(Effect.provide(ask, client({ url: `${server.url.origin}/v1` }, { jobs: 3 })))
  await server.stop(true)
  expect(most).toBe(3)
})

test("a question that is under way is shared, and goes on when one of those who wait is interrupted", () =>
  Effect.runPromise(
    asking(() => ({ content: "fine", delay: 100 }), {}, (llm, server) =>
      Effect.gen(function*() {
        const [first, second, third] = yield* Effect.all(
          Array.from({ length: 3 }, () => Effect.fork(llm.complete(question("Well?"))))
        )
        yield* Effect.sleep("30 millis")
        yield* Fiber.interrupt(first!)
        expect((yield* Fiber.join(second!)).content).toBe("fine")
        expect((yield* Fiber.join(third!)).content).toBe("fine")
        expect(outcomes(server)).toEqual(["reply"])
      }))
  ))

test("a failure is not kept", () =>
  Effect.runPromise(asking(faulty({ kind: "status", status: 400 }), {}, (llm) =>
    Effect.gen(function*() {
      expect((yield* Effect.flip(llm.complete(question("Well?")))).reason).toBe("Request")
      expect((yield* llm.complete(question("Well?"))).content).toBe("fine")
    }))))

test("replies are kept by question and model, whatever server and key they are from", () =>
  Effect.runPromise(Effect.scoped(Effect.gen(function*() {
    const servers = yield* Effect.all([
      ReplayServer.start({ script: () => ({ content: "not { JSON", usage }) }),
      ReplayServer.start({ script: () => ({ content: "of another", usage }) })
    ])
    const file = yield* temporaryFile
    const ask = (index: 0 | 1, model: string, request = question("Well?")) =>
      Effect.flatMap(Llm, (llm) => llm.complete(request)).pipe(
        Effect.provide(
          client(servers[index], { file, model, environment: { SCALER_LLM_KEY: `key ${index}` } })
        ),
        Effect.map(({ content }) => content)
      )
    expect(yield* ask(0, "tiny")).toBe("not { JSON")
    expect(yield* ask(1, "tiny")).toBe("not { JSON")
    expect(yield* ask(1, "small")).toBe("of another")
    expect(yield* ask(1, "tiny", question("Well?", { seed: 1 }))).toBe("of another")
    expect(yield* ask(1, "tiny", question("Well?", { temperature: 0 }))).toBe("of another")
    expect(yield* ask(1, "tiny", question("Well?", { maxTokens: 99 }))).toBe("of another")
    expect(servers.map(({ log }) => log.length)).toEqual([1, 4])
  }))))

test("clients that share a file know of each other's replies", () =>
  Effect.runPromise(Effect.scoped(Effect.gen(function*() {
    const server = yield* ReplayServer.start({ script: faulty() })
    const file = yield* temporaryFile
    const [one, other] = yield* Effect.all(
      [0, 1].map(() =>
        Effect.map(Layer.build(client(server, { file })), (context) => Context.get(context, Llm))
      )
    )
    yield* one!.complete(question("First"))
    yield* other!.complete(question("First"))
    yield* other!.complete(question("Second"))
    yield* one!.complete(question("Second"))
    expect(server.log.length).toBe(2)
    expect(yield* one!.spent).toEqual(yield* other!.spent)
  }))))

test.each([
  ["SCALER_LLM_KEY", { SCALER_LLM_KEY: "sk-right\n", OPENAI_API_KEY: "sk-wrong" }],
  ["OPENAI_API_KEY", { OPENAI_API_KEY: "sk-right" }]
])("the key is that of %s", (_, environment) =>
  Effect.runPromise(Effect.scoped(Effect.gen(function*() {
    const server = yield* ReplayServer.start({ script: faulty(), key: "sk-right" })
    const ask = Effect.flatMap(Llm, (llm) => llm.complete(question("Well?")))
    expect((yield* Effect.provide(ask, client(server, { environment }))).content).toBe("fine")
  }))))

test("the key is in no error, no log and no record", () =>
  Effect.runPromise(Effect.scoped(Effect.gen(function*() {
    const key = "sk-very-secret"
    // So long that what follows it is cut within the key.
    const words = "words ".repeat(47)
    const said: Array<string> = []
    const logger = Logger.replace(
      Logger.defaultLogger,
      Logger.map(Logger.logfmtLogger, (line) => said.push(line))
    )
    const strict = yield* ReplayServer.start({ script: faulty(), key: "sk-another" })
    const echo = yield* ReplayServer.start({
      script: ({ messages }) => ({
        content: "fine",
        faults: messages[0]?.content === "Well?"
          ? []
          : [{ kind: "status", status: 400, message: `${words}You sent ${key}` }]
      })
    })
    const file = yield* temporaryFile
    const ask = (url: string, content: string) =>
      Effect.flatMap(Llm, (llm) => llm.complete(question(content))).pipe(
        Effect.tapErrorCause((cause) => Effect.logError("failed", cause)),
        Effect.provide(client({ url }, { file, tries: 1, environment: { SCALER_LLM_KEY: key } })),
        Effect.exit,
        Effect.tap((exit) =>
          said.push(JSON.stringify(exit), exit._tag === "Failure" ? Cause.pretty(exit.cause) : "")
        ),
        Effect.withSpan("asking"),
        Effect.provide(logger)
      )
    for (const url of [strict.url, echo.url, "http://127.0.0.1:1/v1", `http://${key}@127.0.0.1/v1`]) {
      for (const content of ["Well?", "Why?"]) yield* ask(url, content)
    }
    const written = ["", "-wal", "-shm"].map((suffix) => {
      try {
        return readFileSync(file + suffix, "latin1")
      } catch {
        return ""
      }
    })
    expect(said.join("\n")).toContain("You sent [key]")
    expect(said.join("\n")).toContain("Incorrect API key provided: [key]")
    expect(written.join("")).toContain("fine")
    expect([...said, ...written].join("\n")).not.toContain("sk-very")
  }))))

test("a file that cannot be written is named", async () => {
  const file = join(tmpdir(), "missing", "replies.sqlite")
  const error = await Effect.runPromise(Effect.flip(asking(faulty(), { file }, () => Effect.void)))
  expect(error).toMatchObject({ reason: "Disk", message: expect.stringContaining(file) })
})
