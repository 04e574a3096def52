/** Asks a model the problems that have no responses yet, and judges them. */
import { seed as seedOf } from "@scaler/dsl/Random"
import * as BoundedVerdict from "@scaler/judge/BoundedVerdict"
import type { PolicyError, SamplingOptions } from "@scaler/policy/Policy"
import { TextModel, type TextResponse } from "@scaler/policy/TextModel"
import { Array as Arr, Effect } from "effect"
import type { EvalError } from "./EvalError.ts"
import type { EvalStore, Response } from "./EvalStore.ts"
import type { Judgement } from "./Judgement.ts"
import type { Problem } from "./Problem.ts"
import * as Source from "./Source.ts"

/** A benchmark with the problems that are asked. */
export interface Exam<E, R> {
  readonly suite: string
  readonly title: string
  readonly problems: ReadonlyArray<Problem>
  /** Responses to a problem. */
  readonly samples: (problem: Problem) => number
  readonly judge: (problem: Problem, response: string) => Effect.Effect<Judgement, E, R>
}

/** How far an exam is. */
export interface Standing {
  /** Problems with responses, and all. */
  readonly answered: number
  readonly problems: number
  /** Of the responses so far that could be judged. */
  readonly accepted: number
  readonly responses: number
}

export interface Options {
  readonly sampling: SamplingOptions
  readonly seed: number
  /** Problems that the model is asked in one call, and calls at a time: their product is what a kill may lose. */
  readonly together: number
  readonly concurrency: number
  readonly report: (standing: Standing) => Effect.Effect<void>
  readonly stopRequested: Effect.Effect<boolean>
}

const verdictOf = (judgement: Judgement): Pick<Response, "verdict" | "reason"> =>
  judgement._tag === "Faulty"
    ? { verdict: "faulty", reason: judgement.reason }
    : { reason: null, ...BoundedVerdict.toJson(judgement) }

/** What a model says to problems, or why it does not take one. */
type Said = ReadonlyArray<TextResponse> | string

/** Where one problem is refused, all of them are asked alone. */
const ask = <E, R>(
  { samples, suite }: Exam<E, R>,
  problems: ReadonlyArray<Problem>,
  { sampling, seed }: Options
): Effect.Effect<ReadonlyArray<Said>, PolicyError, TextModel> =>
  Effect.gen(function*() {
    const { respond } = yield* TextModel
    const requests = problems.map((problem) => ({
      system: problem.system,
      statement: problem.statement,
      samples: samples(problem),
      seed: seedOf("eval", seed, suite, problem.id)
    }))
    const alone = Effect.forEach(requests, (request) =>
      respond([request], sampling).pipe(
        Effect.map(([said]): Said => said!),
        Effect.catchIf(({ reason }) => reason === "Request", ({ message }) => Effect.succeed(message))
      ))
    return yield* Effect.catchIf(
      respond(requests, sampling),
      ({ reason }) => reason === "Request",
      () => alone
    )
  })

/** The responses to a problem as they are kept. */
const judged = <E, R>(exam: Exam<E, R>, problem: Problem, said: Said) => {
  const place = { suite: exam.suite, problem: problem.id }
  if (typeof said === "string") {
    return Effect.succeed(
      Array.from({ length: exam.samples(problem) }, (_, sample): Response => ({
        ...place,
        sample,
        text: "",
        finish: "refused",
        tokens: null,
        verdict: "refused",
        reason: said
      }))
    )
  }
  return Effect.forEach(
    said,
    ({ finish, text, tokens }, sample) =>
      Effect.map(exam.judge(problem, text), (verdict): Response => ({
        ...place,
        sample,
        text,
        finish,
        tokens,
        ...verdictOf(verdict)
      }))
  )
}

/** Makes an exam, or the rest of it; true once it is finished. What is asked is not lost by a stop. */
export const evaluate = <E, R>(
  exam: Exam<E, R>,
  store: EvalStore,
  options: Options
): Effect.Effect<boolean, E | EvalError | PolicyError, R | TextModel> =>
  Effect.gen(function*() {
    const { problems, suite, title } = exam
    yield* store.begin({ suite, title })
    const known = yield* store.responses(suite)
    const answered = new Set(known.map(({ problem }) => problem))
    let [responses, accepted] = [0, 0]
    const count = (some: ReadonlyArray<Response>) => {
      responses += some.filter(({ verdict }) => verdict !== "faulty").length
      accepted += some.filter(({ verdict }) => verdict === "accepted").length
    }
    count(known)
    const open = problems.filter(({ id }) => !answered.has(id))
    const report = Effect.suspend(() =>
      options.report({ problems: problems.length, answered: answered.size, responses, accepted })
    )
    yield* report
    let isStopped = false
    const make = (part: ReadonlyArray<Problem>) =>
      Effect.gen(function*() {
        isStopped ||= yield* options.stopRequested
        if (isStopped) return
        const said = yield* ask(exam, part, options)
        const kept = (yield* Effect.forEach(part, (problem, place) => judged(exam, problem, said[place]!), {
          concurrency: "unbounded"
        })).flat()
        yield* store.write(kept)
        for (const { id } of part) answered.add(id)
        count(kept)
        yield* report
      })
    yield* Effect.forEach(Arr.chunksOf(open, options.together), make, {
      concurrency: options.concurrency,
      discard: true
    })
    return !isStopped
  })

/** Judges stored responses again; those that were refused stay so. The number of verdicts that changed. */
export const rejudge = <E, R>(
  source: Source.Source<E, R>,
  store: EvalStore
): Effect.Effect<number, E | EvalError, R> =>
  Effect.gen(function*() {
    const problems = new Map((yield* Source.recorded(source, store)).map((problem) => [problem.id, problem]))
    const before = yield* store.responses(source.suite)
    const after = yield* Effect.forEach(before, (response) =>
      response.verdict === "refused"
        ? Effect.succeed(response)
        : Effect.map(
          source.judge(problems.get(response.problem)!, response.text),
          (judgement) => ({ ...response, ...verdictOf(judgement) })
        ), { concurrency: "unbounded" })
    yield* store.write(after)
    return after.filter(({ verdict }, place) => verdict !== before[place]!.verdict).length
  })
