import type { AnswerSpec } from "@scaler/dsl/AnswerSpec"
import { box } from "@scaler/judge/FinalAnswer"
import * as Judge from "@scaler/judge/Judge"
import type { SandboxedEnvironment } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either } from "effect"
import { agree, mutants } from "../Answers.ts"
import { type Examine, examineAll } from "../Examine.ts"
import { failed, type Outcome, passed, skipped } from "../Report.ts"
import { type Check, counterexample, type Sampled } from "../Subject.ts"
import * as Checker from "./Checker.ts"

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
      return hasCheck
        ? Checker.refusing(subject, sampled) :
        Effect.sync(() => refusedByJudge(spec, sampled))
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
