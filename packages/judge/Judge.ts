/**
 * Judges final answers by the declared type of the answer. Nothing in a response is evaluated, and time and memory are
 * bounded by its length.
 */
import type { AnswerJson, AnswerSpec } from "@scaler/dsl/AnswerSpec"
import { Either, Option } from "effect"
import type { AnswerType } from "./AnswerType.ts"
import { withType } from "./AnswerTypes.ts"
import { excerpt } from "./Excerpt.ts"
import * as FinalAnswer from "./FinalAnswer.ts"
import { JudgeError } from "./JudgeError.ts"
import * as Verdict from "./Verdict.ts"

/** Longest final answer that is read, in UTF-16 units; a longer one is malformed. */
export const maxLength = 50_000

const read = <A>(type: AnswerType<A>, response: string): Either.Either<A, Verdict.Refusal> => {
  const answer = FinalAnswer.extract(response)
  if (Option.isNone(answer)) return Either.left(Verdict.Malformed({ reason: "no closed \\boxed{…}" }))
  if (answer.value.length > maxLength) {
    return Either.left(
      Verdict.Malformed({ reason: `a final answer of more than ${maxLength} characters is not read` })
    )
  }
  return Either.mapLeft(type.read(answer.value, false), (reason) => Verdict.Malformed({ reason }))
}

const decode = <A>(
  type: AnswerType<A>,
  spec: AnswerSpec,
  json: AnswerJson,
  reason: JudgeError["reason"]
): A =>
  Option.getOrThrowWith(type.fromJson(json), () => {
    const what = reason === "InvalidGold" ? "gold" : "answer"
    const message = `The ${what} ${excerpt(JSON.stringify(json))} is no answer of type ${
      JSON.stringify(spec)
    }`
    return new JudgeError({ reason, message })
  })

const compare = <A>(type: AnswerType<A>, gold: A, answer: A): Verdict.Verdict => {
  const reason = type.difference(gold, answer)
  return reason === undefined ? Verdict.Accepted() : Verdict.Wrong({ reason })
}

/**
 * Judges the final answer of a response where one answer is right. The comparison is exact: it does not go through
 * JSON. Throws a JudgeError where the gold answer does not fit its spec.
 */
export const judge = (spec: AnswerSpec, gold: AnswerJson, response: string): Verdict.Verdict =>
  withType(spec, (type) => {
    const expected = decode(type, spec, gold, "InvalidGold")
    return Either.match(read(type, response), {
      onLeft: (refusal): Verdict.Verdict => refusal,
      onRight: (answer) => compare(type, expected, answer)
    })
  })

/**
 * The final answer as JSON, for an environment's own checker. A Left is the verdict: Malformed, or Wrong for a number
 * beyond what its JSON can hold. Decimals become the nearest double here.
 */
export const parseFinalAnswer = (
  spec: AnswerSpec,
  response: string
): Either.Either<AnswerJson, Verdict.Refusal> =>
  withType(
    spec,
    (type) =>
      Either.flatMap(read(type, response), (answer) =>
        Either.mapLeft(type.toJson(answer), (reason) => Verdict.Wrong({ reason })))
  )

/** Whether two answers given as JSON are the same answer. Throws a JudgeError where one does not fit the spec. */
export const equal = (spec: AnswerSpec, gold: AnswerJson, answer: AnswerJson): boolean =>
  withType(
    spec,
    (type) =>
      type.difference(decode(type, spec, gold, "InvalidGold"), decode(type, spec, answer, "InvalidAnswer"))
        === undefined
  )

/** The verdict of an environment's checker: `true`, or why the answer is refused. */
export const verdictOfCheck = (result: true | string): Verdict.Verdict =>
  result === true ? Verdict.Accepted() : Verdict.Wrong({ reason: result })

/**
 * The plainest spelling of an answer, without a box: in a box it is accepted for that answer, up to `maxLength`. Throws
 * a JudgeError where the answer does not fit the spec.
 */
export const spell = (spec: AnswerSpec, answer: AnswerJson): string =>
  withType(spec, (type) => type.spell(decode(type, spec, answer, "InvalidAnswer"), false))
