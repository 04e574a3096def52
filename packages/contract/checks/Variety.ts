import type { AnswerSpec } from "@scaler/dsl/AnswerSpec"
import { canonical } from "@scaler/dsl/Split"
import { Effect } from "effect"
import { failed, passed, skipped } from "../Report.ts"
import { type Check, counterexample } from "../Subject.ts"

/** Instances among which the different answers are counted. */
export const counted = 100

/** How many answers there can be at all. */
const possible = (spec: AnswerSpec): number =>
  spec.kind === "boolean" ? 2 : spec.kind === "choice" ? new Set(spec.options).size : Infinity

/** Different answers there must be among `counted` instances. */
export const leastDistinct = (spec: AnswerSpec): number => Math.min(10, possible(spec))

/** Largest share of one answer: 30 %, but with few possible answers somewhat more than chance. */
export const largestShare = (spec: AnswerSpec): number => Math.max(0.3, 1.2 / possible(spec))

/** No answer can be guessed: with few possible answers, none may be much more frequent than chance. */
export const checks: ReadonlyArray<Check> = [
  {
    name: "varied-answers",
    run: ({ environment, middle }) =>
      Effect.sync(() => {
        if (middle.length === 0) return skipped("no instance of the middle level could be drawn")
        const least = leastDistinct(environment.manifest.answer)
        const share = largestShare(environment.manifest.answer)
        const answers = middle.map(({ gold }) => canonical(gold))
        const distinct = new Set(answers.slice(0, counted)).size
        if (distinct < least) {
          return failed(
            middle.length,
            `only ${distinct} different answers among ${
              Math.min(counted, answers.length)
            } instances of level `
              + `${middle[0]!.level}; there must be at least ${least}`,
            counterexample(middle[0]!)
          )
        }
        const counts = Map.groupBy(middle, ({ gold }) => canonical(gold))
        const [answer, most] = [...counts].reduce((a, b) => (b[1].length > a[1].length ? b : a))
        if (most.length > share * middle.length) {
          const percent = (100 * most.length / middle.length).toFixed(0)
          return failed(
            middle.length,
            `${answer} is the answer of ${percent} % of the instances of level ${middle[0]!.level}; at most `
              + `${(100 * share).toFixed(0)} % may share one`,
            counterexample(most[0]!)
          )
        }
        return passed(middle.length)
      })
  }
]
