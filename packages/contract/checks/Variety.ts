import type { AnswerSpec } from "@scaler/dsl/AnswerSpec"
import { canonical } from "@scaler/dsl/Split"
import { Effect } from "effect"
import { failed, type Outcome, passed, skipped } from "../Report.ts"
import { type Check, counterexample, type Sampled } from "../Subject.ts"

/** Instances among which the different answers are counted. */
export const counted = 100

/** How many answers there can be at all. */
const possible = (spec: AnswerSpec): number =>
  spec.kind === "boolean" ? 2 : spec.kind === "choice" ? new Set(spec.options).size : Infinity

/** Different answers there must be among `counted` instances. */
export const leastDistinct = (spec: AnswerSpec): number => Math.min(10, possible(spec))

/** Largest share of one answer: 30 %, but with few possible answers somewhat more than chance. */
export const largestShare = (spec: AnswerSpec): number => Math.max(0.3, 1.2 / possible(spec))

/** What is said where too few of a level's answers differ. */
const tooFew = (spec: AnswerSpec, drawn: ReadonlyArray<Sampled>): Outcome | undefined => {
  const some = drawn.slice(0, counted)
  const distinct = new Set(some.map(({ gold }) => canonical(gold))).size
  const least = leastDistinct(spec)
  if (distinct >= least) return undefined
  return failed(
    drawn.length,
    `only ${distinct} different answers among ${some.length} instances of level ${
      drawn[0]!.level
    }; there must be `
      + `at least ${least}`,
    counterexample(drawn[0]!)
  )
}

/** What is said where one of a level's answers is too frequent. */
const tooCommon = (spec: AnswerSpec, drawn: ReadonlyArray<Sampled>): Outcome | undefined => {
  const counts = Map.groupBy(drawn, ({ gold }) => canonical(gold))
  const [answer, most] = [...counts].reduce((a, b) => (b[1].length > a[1].length ? b : a))
  const share = largestShare(spec)
  if (most.length <= share * drawn.length) return undefined
  const percent = (100 * most.length / drawn.length).toFixed(0)
  return failed(
    drawn.length,
    `${answer} is the answer of ${percent} % of the instances of level ${drawn[0]!.level}; at most `
      + `${(100 * share).toFixed(0)} % may share one`,
    counterexample(most[0]!)
  )
}

/** No answer can be guessed: with few possible answers, none may be much more frequent than chance. */
export const checks: ReadonlyArray<Check> = [
  {
    name: "varied-answers",
    run: ({ environment, lowest, middle }) =>
      Effect.sync(() => {
        const { answer } = environment.manifest
        if (lowest.length === 0) return skipped("no instance of the lowest level could be drawn")
        if (middle.length === 0) return skipped("no instance of the middle level could be drawn")
        return tooFew(answer, middle) ?? tooCommon(answer, middle) ?? tooCommon(answer, lowest) ??
          passed(lowest.length + middle.length)
      })
  }
]
