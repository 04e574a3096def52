/** From a record to what is shown of it. */
import * as EnvironmentSuite from "@scaler/evals/EnvironmentSuite"
import type { EvalError } from "@scaler/evals/EvalError"
import type { EvalStore } from "@scaler/evals/EvalStore"
import type { Metrics } from "@scaler/evals/Metrics"
import * as Scores from "@scaler/evals/Scores"
import { Effect } from "effect"

/** A suite with what its responses came to. */
export interface Scored extends Named {
  readonly metrics: Metrics
}

interface Named {
  readonly suite: string
  readonly title: string
}

/** What suites came to; where there are several levels of environments, they do together, too. */
export const scored = (
  store: EvalStore,
  suites: ReadonlyArray<Named>
): Effect.Effect<ReadonlyArray<Scored>, EvalError> =>
  Effect.gen(function*() {
    const all = yield* Effect.forEach(suites, ({ suite, title }) =>
      Effect.map(store.responses(suite), (responses) => ({ suite, title, responses })))
    const levels = all.filter(({ suite }) =>
      suite.startsWith(EnvironmentSuite.prefix)
    )
    const together = {
      suite: EnvironmentSuite.prefix,
      title: "all levels",
      responses: levels.flatMap(({ responses }) => responses)
    }
    return [...all, ...(levels.length > 1 ? [together] : [])].map(({ responses, suite, title }) => ({
      suite,
      title,
      metrics: Scores.metrics(responses)
    }))
  })
