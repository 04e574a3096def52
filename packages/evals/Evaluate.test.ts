import * as Verdict from "@scaler/judge/Verdict"
import { PolicyError } from "@scaler/policy/Policy"
import * as Sampling from "@scaler/policy/Sampling"
import { TextModel, type TextRequest } from "@scaler/policy/TextModel"
import { afterAll, expect, test } from "bun:test"
import { Effect, Either } from "effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as EvalStore from "./EvalStore.ts"
import { evaluate, type Exam, rejudge } from "./Evaluate.ts"
import { Faulty } from "./Judgement.ts"
import { metrics } from "./Scores.ts"
import type { Source } from "./Source.ts"

const directory = mkdtempSync(join(tmpdir(), "evaluate-"))
afterAll(() => rmSync(directory, { recursive: true }))

const settings = { model: "echo", seed: 1 }

/** Problems whose statement is their answer, but for the last, which is too long for the model. */
const exam: Exam<never, never> = {
  suite: "echo",
  title: "Echo",
  problems: ["one", "two", "three", "four", "too long"].map((statement, index) => ({
    id: `p${index}`,
    system: "Repeat.",
    statement,
    gold: statement,
    stratum: "",
    repeats: 1
  })),
  samples: () => 2,
  judge: ({ gold }, response) =>
    Effect.succeed(response === gold ? Verdict.Accepted() : Verdict.Wrong({ reason: `not ${gold}` }))
}

const source: Source<never, never> = {
  ...exam,
  of: 5,
  choose: () => Effect.succeed(exam.problems),
  find: (ids) => Effect.succeed(exam.problems.filter(({ id }) => ids.includes(id)))
}

/** Repeats what it is asked, every second time; counts how often a statement was asked in a call that was answered. */
const echo = () => {
  const asked = new Map<string, number>()
  const model = TextModel.of({
    info: { facts: {}, description: "an echo", notes: [] },
    respond: (requests: ReadonlyArray<TextRequest>) =>
      requests.some(({ statement }) => statement === "too long")
        ? new PolicyError({ reason: "Request", message: "the prompt does not fit" })
        : Effect.sync(() =>
          requests.map(({ samples, statement, system }) => {
            asked.set(statement, (asked.get(statement) ?? 0) + 1)
            return Array.from({ length: samples }, (_, sample) => ({
              text: sample % 2 === 0 && system === "Repeat." ? statement : "?",
              finish: "stop" as const,
              tokens: 3,
              logProb: null
            }))
          })
        )
  })
  return { asked, model }
}

const options = {
  sampling: { ...Sampling.greedy, maxTokens: 8 },
  seed: 1,
  together: 2,
  concurrency: 1,
  report: () => Effect.void
}

/** Evaluates, and stops after so many parts. */
const run = (file: string, model: typeof TextModel.Service, parts = Infinity, of = exam) => {
  let left = parts
  return Effect.gen(function*() {
    const store = yield* EvalStore.open(join(directory, file), settings)
    const isFinished = yield* evaluate(of, store, {
      ...options,
      stopRequested: Effect.sync(() => left-- <= 0)
    })
    return { isFinished, responses: yield* store.responses(of.suite) }
  }).pipe(Effect.provideService(TextModel, model), Effect.scoped, Effect.runPromise)
}

test("every problem is asked, a refused one is said, and the responses are kept with their verdicts", async () => {
  const { asked, model } = echo()
  const { isFinished, responses } = await run("whole.sqlite", model)
  expect(isFinished).toBe(true)
  expect(responses.map(({ problem, sample, verdict }) => `${problem} ${sample} ${verdict}`)).toEqual([
    ...["p0", "p1", "p2", "p3"].flatMap((problem) => [`${problem} 0 accepted`, `${problem} 1 wrong`]),
    "p4 0 refused",
    "p4 1 refused"
  ])
  expect(responses.at(-1)!.reason).toBe("the prompt does not fit")
  expect(Object.fromEntries(asked)).toEqual({ one: 1, two: 1, three: 1, four: 1 })
})

test("after a stop nothing is asked twice, and the outcome is the same", async () => {
  const { asked, model } = echo()
  const first = await run("stopped.sqlite", model, 1)
  expect(first.isFinished).toBe(false)
  expect(first.responses.length).toBe(4)
  const second = await run("stopped.sqlite", model)
  expect(second.isFinished).toBe(true)
  expect(Math.max(...asked.values())).toBe(1)
  expect(second.responses).toEqual((await run("once.sqlite", echo().model)).responses)
})

test("a model that fails leaves what was answered", async () => {
  const { model } = echo()
  await run("failing.sqlite", model, 1)
  const broken = TextModel.of({
    ...model,
    respond: () => new PolicyError({ reason: "Crashed", message: "gone" })
  })
  expect(run("failing.sqlite", broken)).rejects.toThrow("gone")
  expect((await run("failing.sqlite", model)).responses.length).toBe(10)
})

const rejudged = (file: string, source: Source<never, never>) =>
  EvalStore.open(join(directory, file)).pipe(
    Effect.flatMap((store) => Effect.all([rejudge(source, store), store.responses(source.suite)])),
    Effect.scoped
  )

test("responses are judged again, refused ones not", async () => {
  await run("again.sqlite", echo().model)
  const lenient: typeof source = { ...source, judge: () => Effect.succeed(Verdict.Accepted()) }
  const changed = await Effect.runPromise(rejudged("again.sqlite", lenient))
  expect(changed[0]).toBe(4)
  expect(changed[1].filter(({ verdict }) => verdict === "refused").length).toBe(2)
  expect(changed[1].filter(({ reason }) => reason === null).length).toBe(8)
})

test("a problem that could not be judged is no wrong answer, and is judged again without being asked", async () => {
  const { asked, model } = echo()
  const broken: typeof exam = {
    ...exam,
    judge: (problem, response) =>
      problem.id === "p1" && response === "?"
        ? Effect.succeed(Faulty({ reason: "the checker threw" }))
        : exam.judge(problem, response)
  }
  const { isFinished, responses } = await run("faulty.sqlite", model, Infinity, broken)
  expect(isFinished).toBe(true)
  expect(metrics(responses)).toMatchObject({ problems: 4, faulty: 1, accuracy: { mean: 3 / 8 } })
  const [changed, after] = await Effect.runPromise(rejudged("faulty.sqlite", source))
  expect(changed).toBe(1)
  expect(after).toEqual((await run("sound.sqlite", echo().model)).responses)
  expect(Math.max(...asked.values())).toBe(1)
})

test("a record with problems that are there no longer is refused", async () => {
  await run("gone.sqlite", echo().model)
  const other: typeof source = { ...source, find: () => Effect.succeed(exam.problems.slice(1)) }
  const { message, reason } = await Effect.runPromise(Effect.flip(rejudged("gone.sqlite", other)))
  expect([reason, message]).toEqual([
    "Changed",
    expect.stringContaining("Of 5 problems of echo") as unknown as string
  ])
})

test("a record that was begun otherwise is refused, and says with what", async () => {
  await run("settings.sqlite", echo().model, 0)
  const other = await EvalStore.open(join(directory, "settings.sqlite"), { ...settings, seed: 2 }).pipe(
    Effect.scoped,
    Effect.either,
    Effect.runPromise
  )
  expect(Either.isLeft(other) && [other.left.reason, other.left.message]).toEqual([
    "Changed",
    expect.stringContaining("another seed: 1, and not 2")
  ])
  const missing = await EvalStore.open(join(directory, "absent.sqlite")).pipe(
    Effect.scoped,
    Effect.either,
    Effect.runPromise
  )
  expect(Either.isLeft(missing) && missing.left.reason).toBe("Disk")
})
