import type { AnswerSpec } from "@scaler/dsl/AnswerSpec"
import { canonical } from "@scaler/dsl/Split"
import { Effect } from "effect"
import { failed, passed, skipped } from "../Report.ts"
import { type Check, counterexample } from "../Subject.ts"

/** Instances among which the different answers are counted. */
const counted = 100

/** Different answers there must be among them. */
const leastDistinct = 10

/** Largest share of one answer. */
const largestShare = 0.3

/** How many answers there can be at all. */
const possible = (spec: AnswerSpec): number =>
  spec.kind === "boolean" ? 2 : spec.kind === "choice" ? new Set(spec.options).size : Infinity

/** No answer can be guessed: with few possible answers, none may be much more frequent than chance. */
export const checks: ReadonlyArray<Check> = [
  {
    name: "varied-answers",
    run: ({ environment, middle }) =>
      Effect.sync(() => {
        if (middle.length === 0) return skipped("no instance of the middle level could be drawn")
        const options = possible(environment.manifest.answer)
        const least = Math.min(leastDistinct, options)
        const share = Math.max(largestShare, 1.2 / options)
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
