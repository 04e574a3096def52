/** What judged responses come to. */
import { type Estimate, estimate } from "@scaler/statistics/Bootstrap"
import { passAtK } from "@scaler/statistics/PassAtK"

/** How a response was judged. */
export const verdicts = ["accepted", "wrong", "malformed", "timed-out", "refused", "faulty"] as const
export type VerdictName = (typeof verdicts)[number]

/** A response as metrics see it. */
export interface Judged {
  /**
   * `refused`: the model did not take the question, for one because it is too long for its context. `faulty`: the problem's
   * own fault kept it from being judged.
   */
  readonly verdict: VerdictName
  /** Its final answer in a form in which equal answers are equal texts; null where there is none. */
  readonly answer: string | null
  /** Whether it was cut off at its longest. */
  readonly isTruncated: boolean
  /** Null where the engine does not count. */
  readonly tokens: number | null
}

/** The responses to one problem. */
export type Responses = ReadonlyArray<Judged>

export interface Metrics {
  readonly problems: number
  /** Problems that are left out of all else here, since a fault of theirs kept a response from being judged. */
  readonly faulty: number
  /** Responses to each problem, the fewest. */
  readonly samples: number
  /** Mean share of right responses (avg@k), with its interval over problems. */
  readonly accuracy: Estimate | null
  /** Share of problems of which one of k responses is right, by k. */
  readonly pass: Readonly<Record<number, Estimate | null>>
  /** Share of problems of which the answer that most responses give is right; a tie counts by its share. */
  readonly majority: Estimate | null
  /** Of all responses. */
  readonly shares: Readonly<Record<"truncated" | "malformed" | "timed-out" | "refused", number>>
  /** Mean tokens of a response; null where the engine does not count them. */
  readonly tokens: number | null
}

const rightOf = (responses: Responses): number =>
  responses.filter(({ verdict }) => verdict === "accepted").length

/** Whether all were judged; a problem of which one was not is left out as a whole. */
export const areJudged = (responses: Responses): boolean =>
  responses.every(({ verdict }) => verdict !== "faulty")

/** Share of right responses. */
export const accuracy = (responses: Responses): number => rightOf(responses) / responses.length

/** Whether the vote is right; responses without an answer do not vote, and right ones vote for the same. */
export const majority = (responses: Responses): number => {
  const votes = new Map<string, number>()
  for (const { answer, verdict } of responses) {
    if (verdict !== "accepted" && answer === null) continue
    const vote = verdict === "accepted" ? "right" : `answer ${answer}`
    votes.set(vote, (votes.get(vote) ?? 0) + 1)
  }
  const most = Math.max(0, ...votes.values())
  const first = [...votes].filter(([, count]) => count === most)
  return first.some(([vote]) => vote === "right") ? 1 / first.length : 0
}

/** Powers of two up to the number of samples, and that number. */
const ks = (samples: number): ReadonlyArray<number> => {
  const powers = Array.from({ length: Math.floor(Math.log2(samples)) + 1 }, (_, power) => 2 ** power)
  return [...new Set([...powers, samples])]
}

/** Numbers that a bootstrap draws at most. */
const mostDraws = 2e7
/** Resamples of a bootstrap over so many problems. */
export const resamplesOf = (problems: number): number =>
  Math.max(1000, Math.min(10_000, Math.floor(mostDraws / problems)))

/**
 * A mean of shares with its interval of 95 %. Where all are 0 or all are 1 a bootstrap draws nothing else, and the interval
 * is the exact one of that many problems (Clopper and Pearson 1934).
 */
const estimated = (shares: ReadonlyArray<number>): Estimate | null => {
  const [first] = shares
  if ((first === 0 || first === 1) && shares.every((share) => share === first)) {
    const reach = 0.025 ** (1 / shares.length)
    return { mean: first, interval: first === 0 ? { low: 0, high: 1 - reach } : { low: reach, high: 1 } }
  }
  return estimate(shares, resamplesOf(shares.length))
}

/** Of problems with one response or more each. */
export const metrics = (given: ReadonlyArray<Responses>): Metrics => {
  const problems = given.filter(areJudged)
  const all = problems.flat()
  const samples = problems.length === 0 ? 0 : Math.min(...problems.map(({ length }) => length))
  const over = (score: (responses: Responses) => number) => estimated(problems.map(score))
  const share = (holds: (response: Judged) => boolean) =>
    all.length === 0 ? 0 : all.filter(holds).length / all.length
  const counted = all.flatMap(({ tokens }) => tokens === null ? [] : [tokens])
  return {
    problems: problems.length,
    faulty: given.length - problems.length,
    samples,
    accuracy: over(accuracy),
    pass: Object.fromEntries(
      ks(Math.max(1, samples)).map((k) => [
        k,
        samples === 0 ? null : over((responses) => passAtK(responses.length, rightOf(responses), k)!)
      ])
    ),
    majority: over(majority),
    shares: {
      truncated: share(({ isTruncated }) => isTruncated),
      malformed: share(({ verdict }) => verdict === "malformed"),
      "timed-out": share(({ verdict }) => verdict === "timed-out"),
      refused: share(({ verdict }) => verdict === "refused")
    },
    tokens: counted.length === 0 ? null : counted.reduce((sum, tokens) => sum + tokens, 0) / counted.length
  }
}
