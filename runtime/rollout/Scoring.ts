/** What a response earns: the judge's verdict, or the environment's own checker where answers are not unique. */
import * as Judge from "@scaler/judge/Judge"
import { JudgeError } from "@scaler/judge/JudgeError"
import type { Verdict } from "@scaler/judge/Verdict"
import { EnvironmentDefect, type SandboxedEnvironment } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either } from "effect"
import type { Defect } from "./Defect.ts"
import type { Question } from "./Rollout.ts"

/** Verdicts of the responses to one question, in order. A checker that throws fails the whole group. */
export const verdicts = (
  environment: SandboxedEnvironment,
  question: Pick<Question, "instance" | "gold">,
  responses: ReadonlyArray<string>
): Effect.Effect<ReadonlyArray<Verdict>, Defect> => {
  // The responses of a group are often the same: each is judged once.
  const different = [...new Set(responses)]
  return Effect.map(verdictsOfDifferent(environment, question, different), (judged) => {
    const byResponse = new Map(different.map((response, i) => [response, judged[i]!]))
    return responses.map((response) => byResponse.get(response)!)
  })
}

const verdictsOfDifferent = (
  environment: SandboxedEnvironment,
  { gold, instance }: Pick<Question, "instance" | "gold">,
  responses: ReadonlyArray<string>
): Effect.Effect<ReadonlyArray<Verdict>, Defect> =>
  Effect.gen(function*() {
    const { answer: spec, hasCheck, name } = environment.manifest
    if (!hasCheck) {
      return yield* judged(name, () => responses.map((response) => Judge.judge(spec, gold, response)))
    }
    const parsed = responses.map((response) => Judge.parseFinalAnswer(spec, response))
    const answers = parsed.filter(Either.isRight).map(({ right }) => right)
    if (answers.length === 0) return parsed.filter(Either.isLeft).map(({ left }) => left)
    const results = yield* environment.check(answers.map((answer) => ({ instance, gold, answer })))
    const checked = (yield* Effect.all(results)).values()
    return parsed.map((result) =>
      Either.isLeft(result) ? result.left : Judge.verdictOfCheck(checked.next().value as true | string)
    )
  })

/** A gold answer that its own type refuses is a fault of the environment. */
const judged = <A>(environment: string, judge: () => A): Effect.Effect<A, EnvironmentDefect> =>
  Effect.suspend(() => {
    try {
      return Effect.succeed(judge())
    } catch (thrown) {
      return thrown instanceof JudgeError
        ? new EnvironmentDefect({
          reason: "InvalidGold",
          environment,
          operation: "judge",
          message: thrown.message
        })
        : Effect.die(thrown)
    }
  })
