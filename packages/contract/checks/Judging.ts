import type { AnswerJson, AnswerSpec } from "@scaler/dsl/AnswerSpec"
import { box } from "@scaler/judge/FinalAnswer"
import * as Judge from "@scaler/judge/Judge"
import type { SandboxedEnvironment } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either } from "effect"
import { agree, mutants, outlandish } from "../Answers.ts"
import { inBatches } from "../Batch.ts"
import { type Examine, examineAll } from "../Examine.ts"
import { failed, type Outcome, passed, skipped } from "../Report.ts"
import { type Check, counterexample, type Sampled, type Subject } from "../Subject.ts"

/** Instances per level whose mutated answers are judged. */
const mutatedPerLevel = 2

/** Responses without an answer, whatever the question is. */
const garbage = (spelled: string): ReadonlyArray<string> => [
  "",
  "I do not know.",
  spelled,
  `The answer is ${spelled}.`,
  "\\boxed",
  "\\boxed{",
  "\\boxed{42",
  "boxed{42}",
  "}{".repeat(50)
]

/** Boxes whose content is no answer of these kinds. */
const noAnswers: Partial<Record<AnswerSpec["kind"], ReadonlyArray<string>>> = {
  integer: ["", "???", "twelve or so", "[1, 2]"],
  bigint: ["", "???", "twelve or so", "[1, 2]"],
  rational: ["", "???", "1/0", "[1, 2]"],
  decimal: ["", "???", "nearly two", "[1, 2]"],
  boolean: ["", "???", "perhaps", "[true]"],
  choice: ["", "none of these options"]
}

const goldAccepted = (environment: SandboxedEnvironment): Examine => (drawn) =>
  Effect.gen(function*() {
    const { answer: spec, hasCheck } = environment.manifest
    const verdicts = hasCheck
      ? yield* environment.check(drawn.map(({ instance, gold }) => ({ instance, answer: gold, gold })))
      : []
    return drawn.map(({ gold }, at) => {
      const response = box(Judge.spell(spec, gold))
      if (!hasCheck) {
        const verdict = Judge.judge(spec, gold, response)
        return verdict._tag === "Accepted"
          ? undefined
          : `the judge does not accept ${response}: ${verdict.reason}`
      }
      const read = Judge.parseFinalAnswer(spec, response)
      if (Either.isLeft(read)) return `the judge cannot read ${response}: ${read.left.reason}`
      if (!agree(spec, read.right, gold)) {
        return `the judge reads ${response} as ${JSON.stringify(read.right)}`
      }
      const verdict = verdicts[at]!
      if (Either.isLeft(verdict)) return verdict.left.message
      return verdict.right === true
        ? undefined
        : `the check refuses the oracle's own answer: ${verdict.right}`
    })
  })

/** Unique answers: whatever differs from the gold answer is wrong. */
const refusedByJudge = (spec: AnswerSpec, sampled: ReadonlyArray<Sampled>): Outcome => {
  let cases = 0
  for (const one of sampled) {
    for (const answer of mutants(spec, one.gold)) {
      cases++
      if (Judge.judge(spec, one.gold, box(Judge.spell(spec, answer)))._tag === "Accepted") {
        return failed(cases, "the judge accepts another answer", { ...counterexample(one), answer })
      }
    }
  }
  return passed(cases)
}

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

/**
 * Answers that are not unique: a check may accept some mutants, but not all of an instance, nor most of them. The
 * properties hold of those too.
 */
const refusedByCheck = ({ environment }: Subject, sampled: ReadonlyArray<Sampled>) =>
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
    return share > 0.5
      ? failed(
        requests.length,
        `the check accepts ${(100 * share).toFixed(0)} % of mutated answers; it must refuse most`
      )
      : passed(requests.length)
  })

/** Answers: the oracle's own is accepted, others are not, and what holds no answer is malformed. */
export const checks: ReadonlyArray<Check> = [
  {
    name: "gold-accepted",
    run: (subject) => examineAll(subject, subject.sampled, goldAccepted(subject.environment))
  },
  {
    name: "mutants-refused",
    run: (subject) => {
      const { answer: spec, hasCheck } = subject.environment.manifest
      const sampled = subject.sampled.filter(({ index }) => index < mutatedPerLevel)
      if (sampled.length === 0) return Effect.succeed(skipped("no instance could be drawn"))
      return hasCheck ? refusedByCheck(subject, sampled) : Effect.sync(() => refusedByJudge(spec, sampled))
    }
  },
  {
    name: "garbage-malformed",
    run: ({ environment: { manifest: { answer: spec } }, sampled }) =>
      Effect.sync(() => {
        let cases = 0
        for (const one of sampled.filter(({ index }) => index === 0)) {
          for (
            const response of [
              ...garbage(Judge.spell(spec, one.gold)),
              ...(noAnswers[spec.kind] ?? []).map(box)
            ]
          ) {
            cases++
            const read = Judge.parseFinalAnswer(spec, response)
            if (Either.isRight(read)) {
              const message = `the judge reads ${JSON.stringify(response)} as ${JSON.stringify(read.right)}`
              return failed(cases, message, counterexample(one))
            }
          }
        }
        return cases === 0 ? skipped("no instance could be drawn") : passed(cases)
      })
  }
]
