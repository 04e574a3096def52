/** From the record of an evaluation to its metrics, and from two to what differs. */
import * as Bootstrap from "@scaler/statistics/Bootstrap"
import { signFlip } from "@scaler/statistics/SignFlip"
import * as AnswerText from "./AnswerText.ts"
import type { Response } from "./EvalStore.ts"
import * as Metrics from "./Metrics.ts"

/** What a response votes for; of a wrong one that has no box, what the judge says of the answer in its sentence. */
const voteOf = ({ reason, text, verdict }: Response): string | null =>
  AnswerText.of(text) ?? (verdict === "wrong" ? reason : null)

/** Responses as metrics see them, by suite and problem. */
const byProblem = (responses: ReadonlyArray<Response>): ReadonlyMap<string, Metrics.Responses> => {
  const judged = responses.map((response) => ({
    problem: `${response.suite} ${response.problem}`,
    judged: {
      verdict: response.verdict,
      answer: voteOf(response),
      isTruncated: response.finish === "length",
      tokens: response.tokens
    }
  }))
  return new Map(
    [...Map.groupBy(judged, ({ problem }) => problem)].map(([problem, all]) => [
      problem,
      all.map(({ judged }) => judged)
    ])
  )
}

/** Of the responses to one suite, or to several as one. */
export const metrics = (responses: ReadonlyArray<Response>): Metrics.Metrics =>
  Metrics.metrics([...byProblem(responses).values()])

/** How two evaluations of one benchmark differ, over the problems that both were asked, and were judged in. */
export interface Difference {
  readonly problems: number
  /** Mean accuracy of each. */
  readonly before: number
  readonly after: number
  /** Mean of after − before, with its interval over problems. */
  readonly difference: Bootstrap.Estimate
  /** Of the paired permutation test. */
  readonly p: number
}

/** Undefined where they have no problem in common. */
export const compare = (
  before: ReadonlyArray<Response>,
  after: ReadonlyArray<Response>
): Difference | undefined => {
  const [first, second] = [byProblem(before), byProblem(after)]
  const isJudged = (problem: string) =>
    [first, second].every((of) => of.has(problem) && Metrics.areJudged(of.get(problem)!))
  const common = [...first.keys()].filter(isJudged)
  const scores = (of: ReadonlyMap<string, Metrics.Responses>) =>
    common.map((problem) => Metrics.accuracy(of.get(problem)!))
  const [from, to] = [scores(first), scores(second)]
  const differences = to.map((score, index) => score - from[index]!)
  const difference = Bootstrap.estimate(differences, Metrics.resamplesOf(common.length))
  if (difference === null) return undefined
  const mean = (values: ReadonlyArray<number>) =>
    values.reduce((sum, value) => sum + value, 0) / values.length
  return {
    problems: common.length,
    before: mean(from),
    after: mean(to),
    difference,
    p: signFlip(differences)
  }
}
