import { expect, test } from "bun:test"
import { Effect, Either, Fiber } from "effect"
import type { ChatRequest } from "./Llm.ts"
import { Llm } from "./Llm.ts"
import * as ReplayServer from "./replay/ReplayServer.ts"
import { asking, client, faulty, hurried, question, temporaryFile, usage } from "./testing/Asking.ts"

const bytes = ({ maxTokens, messages }: ChatRequest) =>
  JSON.stringify({ model: "tiny", messages, max_tokens: maxTokens }).length

const numbered = Array.from({ length: 20 }, (_, index) => question(`Question ${index + 10}`))
const worst = bytes(numbered[0]!) + 100
const cost = usage.promptTokens + usage.completionTokens

const paid = ({ log }: ReplayServer.ReplayServer) =>
  log.reduce((sum, { usage }) => sum + (usage?.promptTokens ?? 0) + (usage?.completionTokens ?? 0), 0)

test("questions at a time wait for what others leave, and never overrun the budget", () => {
  const budgetTokens = 2 * worst
  const script = () => ({ content: "fine", usage, delay: 5 })
  return Effect.runPromise(
    asking(script, { budgetTokens, jobs: 20 }, (llm, server) =>
      Effect.gen(function*() {
        const results = yield* Effect.forEach(numbered, (each) => Effect.either(llm.complete(each)), {
          concurrency: "unbounded"
        })
        const replies = results.filter(Either.isRight)
        expect(replies.length).toBe(Math.floor((budgetTokens - worst) / cost) + 1)
        expect(server.log.length).toBe(replies.length)
        expect(paid(server)).toBe(replies.length * cost)
        expect(paid(server)).toBeLessThanOrEqual(budgetTokens)
        expect(yield* llm.spent).toEqual({
          promptTokens: replies.length * usage.promptTokens,
          completionTokens: replies.length * usage.completionTokens,
          calls: replies.length,
          kept: 0
        })
        for (const error of results.filter(Either.isLeft)) {
          expect(error.left.reason).toBe("Budget")
          expect(error.left.message).toContain(`${paid(server)} of ${budgetTokens} tokens are spent`)
        }
      }))
  )
})

test("a budget that holds one question at its worst lets them through one by one", () => {
  const requests = numbered.slice(0, 5)
  const script = () => ({ content: "fine", usage, delay: 20 })
  const budgetTokens = worst + 4 * cost
  return Effect.runPromise(asking(script, { budgetTokens, jobs: 5 }, (llm, server) =>
    Effect.gen(function*() {
      yield* Effect.forEach(requests, llm.complete, { concurrency: "unbounded" })
      expect(server.log.length).toBe(5)
      const error = yield* Effect.flip(llm.complete(question("Question 99")))
      expect(error.reason).toBe("Budget")
    })))
})

test("who is interrupted while waiting for the budget leaves it to others", () => {
  const script = () => ({ content: "fine", usage, delay: 100 })
  return Effect.runPromise(
    asking(script, { budgetTokens: worst + cost }, (llm, server) =>
      Effect.gen(function*() {
        const [first, waiting, third] = yield* Effect.all(
          numbered.slice(0, 3).map((each) => Effect.fork(llm.complete(each)))
        )
        yield* Effect.sleep("30 millis")
        yield* Fiber.interrupt(waiting!)
        yield* Fiber.join(first!)
        yield* Fiber.join(third!)
        expect(server.log.length).toBe(2)
      }))
  )
})

test("what was spent stays spent in the next run, kept replies aside", () =>
  Effect.runPromise(Effect.scoped(Effect.gen(function*() {
    const server = yield* ReplayServer.start({ script: faulty() })
    const options = { file: yield* temporaryFile, budgetTokens: worst + cost }
    const run = (request: ChatRequest) =>
      Effect.flatMap(Llm, (llm) => Effect.all([Effect.either(llm.complete(request)), llm.spent])).pipe(
        Effect.provide(client(server, options))
      )
    const spent = (replies: number, kept: number) => ({
      promptTokens: replies * usage.promptTokens,
      completionTokens: replies * usage.completionTokens,
      calls: replies,
      kept
    })
    const [first, second, third] = numbered as [ChatRequest, ChatRequest, ChatRequest]
    expect(yield* run(first)).toMatchObject([{ _tag: "Right" }, spent(1, 0)])
    expect(yield* run(second)).toMatchObject([{ _tag: "Right" }, spent(2, 0)])
    expect(yield* run(third)).toMatchObject([{ _tag: "Left", left: { reason: "Budget" } }, spent(2, 0)])
    expect(yield* run(first)).toMatchObject([{ _tag: "Right" }, spent(2, 1)])
    expect(server.log.length).toBe(2)
  }))))

test("a try whose reply was lost counts its worst", () =>
  hurried(asking(
    faulty({ kind: "drop" }),
    { budgetTokens: 2 * worst - 1, tries: 2 },
    (llm, server) =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(llm.complete(numbered[0]!))
        expect(error.reason).toBe("Budget")
        expect(server.log.length).toBe(1)
        expect(yield* llm.spent).toMatchObject({ calls: 1, promptTokens: worst - 100, completionTokens: 100 })
      })
  )))

test("a server that does not count has its tokens estimated, and it is said so", () =>
  Effect.runPromise(
    asking(() => ({ content: "x".repeat(300), usage: null }), {}, (llm) =>
      Effect.gen(function*() {
        const { usage } = yield* llm.complete(numbered[0]!)
        expect(usage).toEqual({
          promptTokens: Math.ceil(bytes(numbered[0]!) / 3),
          completionTokens: 100,
          estimated: true
        })
        expect(yield* llm.spent).toEqual({ ...usage, calls: 1, kept: 0 })
      }))
  ))
