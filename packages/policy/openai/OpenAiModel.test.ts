import { seed } from "@scaler/dsl/Random"
import { afterAll, expect, test } from "bun:test"
import { ConfigProvider, Effect, Either, Exit, Layer, Scope } from "effect"
import { free } from "../contract.requests.ts"
import { textContract } from "../contract.text.ts"
import { TextModel } from "../TextModel.ts"
import * as OpenAiModel from "./OpenAiModel.ts"
import * as LoopbackServer from "./testing/LoopbackServer.ts"

const scope = await Effect.runPromise(Scope.make())
const server = await Effect.runPromise(Scope.extend(LoopbackServer.start(), scope))
afterAll(() => Effect.runPromise(Scope.close(scope, Exit.void)))

textContract(
  "a server of chat completions",
  OpenAiModel.layer({ url: server.url, model: "tiny", logProbs: true })
)

const ask = (statement: string, samples = 1) => ({ statement, samples, seed: seed("openai", statement) })

/** Asks a server of its own; without a key unless one is given. */
const asking = (
  options: LoopbackServer.Options,
  config: Partial<OpenAiModel.OpenAiModelConfig>,
  requests: Parameters<typeof TextModel.Service["respond"]>[0],
  sampling = free,
  key?: string
) =>
  Effect.gen(function*() {
    const server = yield* LoopbackServer.start(options)
    const environment = new Map(key === undefined ? [] : [["SCALER_LLM_KEY", key]])
    const outcome = yield* Effect.flatMap(TextModel, (model) => model.respond(requests, sampling)).pipe(
      Effect.provide(Layer.provide(
        OpenAiModel.layer({ url: server.url, model: "tiny", ...config }),
        Layer.setConfigProvider(ConfigProvider.fromMap(environment))
      )),
      Effect.either
    )
    return { outcome, server }
  }).pipe(Effect.scoped, Effect.runPromise)

const failure = ({ outcome }: Awaited<ReturnType<typeof asking>>) =>
  Either.isLeft(outcome) ? `${outcome.left.reason}: ${outcome.left.message}` : "no failure"

test("a request's own message of the system takes the place of the model's", async () => {
  const { server: { asked } } = await asking({}, { system: "Be brief." }, [
    { ...ask("one"), system: "Be long." },
    { ...ask("one"), system: "" }
  ], free)
  const user = { role: "user" as const, content: "one" }
  expect(asked.map(({ messages }) => messages)).toEqual(
    expect.arrayContaining([[{ role: "system", content: "Be long." }, user], [user]])
  )
})

test("a request says what it asks for, and no more", async () => {
  const { server: { asked } } = await asking({}, { system: "Be brief." }, [ask("one"), ask("four", 4)], {
    ...free,
    temperature: 0.6,
    topP: 0.95,
    stop: ["\n"]
  })
  const said = (content: string) => [
    { role: "system" as const, content: "Be brief." },
    { role: "user" as const, content }
  ]
  const common = { model: "tiny", max_tokens: 6, temperature: 0.6, top_p: 0.95, stop: ["\n"] }
  expect(asked.toSorted((a, b) => (a.n ?? 1) - (b.n ?? 1))).toEqual([
    { ...common, messages: said("one"), seed: expect.any(Number) as number },
    { ...common, messages: said("four"), seed: expect.any(Number) as number, n: 4 }
  ])
})

test("what passes is asked again, and changes nothing", async () => {
  const faults = [
    { kind: "status", status: 429, retryAfter: "0.01" },
    { kind: "status", status: 503 },
    { kind: "drop" },
    { kind: "truncate" }
  ] as const
  const requests = ["a", "b", "c", "d"].map((statement) => ask(statement, 2))
  const [disturbed, undisturbed] = [await asking({ faults }, {}, requests), await asking({}, {}, requests)]
  expect(disturbed.outcome).toEqual(undisturbed.outcome)
  expect(disturbed.server.asked.length).toBe(8)
}, 30_000)

test("failures are of a kind, and say what to do", async () => {
  const refused = (status: number) =>
    asking({ faults: [{ kind: "status", status, said: "too long" }] }, {}, [ask("a")])
  expect(failure(await refused(400))).toMatch(/^Request: .*too long/)
  expect(failure(await refused(404))).toMatch(/^Backend: .*address/s)
  const last = await asking({ faults: [{ kind: "status", status: 500 }] }, { tries: 1 }, [ask("a")])
  expect(failure(last)).toMatch(/^Backend: .*last of 1 tries/s)
  expect(failure(await asking({}, {}, [ask("a")], { ...free, topK: 3 }))).toMatch(
    /^Request: .*topK must be 0/
  )
  expect(failure(await asking({}, {}, [ask("a")], { ...free, minP: 0.1 }))).toMatch(
    /^Request: .*minP must be 0/
  )
  expect(failure(await asking({}, { url: "http://me:word@127.0.0.1" }, []))).toMatch(/^Backend: .*password/)
})

test("the key goes to the server and into no message", async () => {
  const right = await asking({ key: "secret-word" }, {}, [ask("a")], free, "secret-word")
  expect(failure(right)).toBe("no failure")
  const wrong = failure(await asking({ key: "another" }, {}, [ask("a")], free, "secret-word"))
  expect(wrong).toMatch(/^Backend: .*SCALER_LLM_KEY/s)
  expect(wrong).not.toContain("secret-word")
})

test("a server that gives fewer responses than it is asked for is asked for the rest", async () => {
  const { outcome, server } = await asking({ mostChoices: 2 }, {}, [ask("many", 5)])
  expect(server.asked.map(({ n = 1 }) => n)).toEqual([5, 3, 1])
  const [responses] = Either.getOrThrow(outcome)
  const all = await asking({}, {}, [ask("many", 5)])
  expect(responses!.map(({ text }) => text)).toEqual(
    Either.getOrThrow(all.outcome)[0]!.map(({ text }) => text)
  )
})

test("many requests are under way at a time, and no more than are allowed", async () => {
  const requests = Array.from({ length: 12 }, (_, index) => ask(String(index)))
  const { server } = await asking({}, { inFlight: 3 }, requests)
  expect(server.mostUnderWay()).toBe(3)
})
