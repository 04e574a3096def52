/** What is asked of a check, which judges answers that are not unique. */
import type { AnswerJson } from "@scaler/dsl/AnswerSpec"
import type { SandboxedEnvironment, SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either } from "effect"
import { agree, mutants, outlandish } from "../Answers.ts"
import { inBatches } from "../Batch.ts"
import { failed, type Outcome, passed } from "../Report.ts"
import { counterexample, type Sampled, type Subject } from "../Subject.ts"

/** Largest share of wrong-looking answers that may be right. */
const largestShare = 0.5

/** An answer that a check accepts and a property does not hold of: the oracle could give it as well. */
const brokenByAccepted = (
  environment: SandboxedEnvironment,
  accepted: ReadonlyArray<{ readonly one: Sampled; readonly answer: AnswerJson }>
) =>
  Effect.map(
    inBatches(
      accepted.map(({ answer, one: { instance, scale } }) => ({ instance, gold: answer, scale })),
      environment.failedProperties
    ),
    (results) => {
      for (const [at, { answer, one }] of accepted.entries()) {
        const result = results[at]!
        if (Either.isRight(result) && result.right.length === 0) continue
        const fault = Either.isLeft(result)
          ? result.left.message
          : `does not hold: ${result.right.join("; ")}`
        const found = { ...counterexample(one), answer }
        return [`of an answer that the check accepts, too, properties must hold; ${fault}`, found] as const
      }
      return undefined
    }
  )

/** A check may accept some mutants, but not all of an instance, nor most of them; the properties hold of those too. */
const refusingMutants = (environment: SandboxedEnvironment, sampled: ReadonlyArray<Sampled>) =>
  Effect.gen(function*() {
    const { answer: spec } = environment.manifest
    const requests = sampled.flatMap((one) => {
      const request = (answer: AnswerJson) => ({ one, instance: one.instance, answer, gold: one.gold })
      return [
        ...mutants(spec, one.gold).map((answer) => ({ ...request(answer), mutant: true })),
        ...outlandish(spec).map((answer) => ({ ...request(answer), mutant: false }))
      ]
    })
    const results = yield* inBatches(
      requests.map(({ instance, answer, gold }) => ({ instance, answer, gold })),
      environment.check
    )
    const broken = yield* brokenByAccepted(
      environment,
      requests.filter((_, at) => Either.getOrUndefined(results[at]!) === true)
    )
    if (broken !== undefined) return failed(requests.length, ...broken)
    const accepted = new Map<Sampled, Array<boolean>>()
    for (const [at, { one, answer, mutant }] of requests.entries()) {
      const result = results[at]!
      if (Either.isLeft(result)) {
        const message = `a check must refuse what it cannot accept, not throw: ${result.left.message}`
        return failed(requests.length, message, { ...counterexample(one), answer })
      }
      if (result.right !== true && result.right.trim() === "") {
        const message = "a check must say why it refuses an answer"
        return failed(requests.length, message, { ...counterexample(one), answer })
      }
      if (mutant) accepted.set(one, [...accepted.get(one) ?? [], result.right === true])
    }
    for (const [one, verdicts] of accepted) {
      if (verdicts.every(Boolean)) {
        const message = `the check accepts all of ${verdicts.length} mutations of the oracle's answer`
        return failed(requests.length, message, {
          ...counterexample(one),
          answer: mutants(spec, one.gold)[0]!
        })
      }
    }
    const all = [...accepted.values()].flat()
    const share = all.filter(Boolean).length / all.length
    return share > largestShare
      ? failed(
        requests.length,
        `the check accepts ${(100 * share).toFixed(0)} % of mutated answers; it must refuse most`
      )
      : passed(requests.length)
  })

/** What other instances of the level are answered with may be right too, but not mostly: it would be a guess. */
const refusingForeign = (environment: SandboxedEnvironment, sampled: ReadonlyArray<Sampled>) =>
  Effect.gen(function*() {
    const { answer: spec } = environment.manifest
    const requests = sampled.flatMap(({ gold, instance, level }, at) => {
      const next = sampled[at + 1]
      return next === undefined || next.level !== level || agree(spec, gold, next.gold)
        ? []
        : [{ instance, answer: next.gold, gold }]
    })
    const accepted = (yield* inBatches(requests, environment.check)).filter((result) =>
      Either.getOrUndefined(result) === true
    )
    const share = accepted.length / Math.max(1, requests.length)
    return share > largestShare
      ? failed(
        requests.length,
        `the check accepts ${
          (100 * share).toFixed(0)
        } % of the answers to other instances; it must refuse most`
      )
      : passed(requests.length)
  })

/** Whether a check refuses what differs from the oracle's answer, as far as it can be known to be wrong. */
export const refusing = (
  { environment, sampled }: Subject,
  mutated: ReadonlyArray<Sampled>
): Effect.Effect<Outcome, SandboxError> =>
  Effect.flatMap(
    refusingMutants(environment, mutated),
    (outcome) =>
      outcome.failure === undefined
        ? Effect.map(refusingForeign(environment, sampled), (foreign) => ({
          ...foreign,
          cases: outcome.cases + foreign.cases
        }))
        : Effect.succeed(outcome)
  )
