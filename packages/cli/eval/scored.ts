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

/** The responses to suites; where several are levels of environments, those to all levels, too. */
export const answered = (store: EvalStore, suites: ReadonlyArray<Named>) =>
  Effect.map(
    Effect.forEach(suites, ({ suite, title }) =>
      Effect.map(store.responses(suite), (responses) => ({ suite, title, responses }))),
    (all) => {
      const levels = all.filter(({ suite }) =>
        suite.startsWith(EnvironmentSuite.prefix)
      )
      const together = {
        ...EnvironmentSuite.together,
        responses: levels.flatMap(({ responses }) => responses)
      }
      return [...all, ...(levels.length > 1 ? [together] : [])]
    }
  )

/** What suites came to. */
export const scored = (
  store: EvalStore,
  suites: ReadonlyArray<Named>
): Effect.Effect<ReadonlyArray<Scored>, EvalError> =>
  Effect.map(
    answered(store, suites),
    (all) => all.map(({ responses, suite, title }) => ({ suite, title, metrics: Scores.metrics(responses) }))
  )
