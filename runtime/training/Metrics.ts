/** The figures of a step. */
import type { UpdateReport } from "@scaler/policy/Policy"
import { Duration, Effect } from "effect"
import type { Standing } from "../curriculum/Curriculum.ts"
import type { DrawnQuestions } from "../rollout/Questions.ts"
import { accuracy, type Group, hasSignal } from "../rollout/Rollout.ts"
import type { StepMetrics } from "../run/Figures.ts"

/** The figures of an update, and of what was drawn for it; null for what there was none of. */
export const updateMetrics = (
  report: UpdateReport | null,
  { defects, tooLong }: Pick<DrawnQuestions, "defects" | "tooLong">
): StepMetrics => ({
  loss: report?.loss ?? null,
  gradientNorm: report?.gradientNorm ?? null,
  applied: report?.applied ?? false,
  clipFraction: report?.clipFraction ?? null,
  surprisal: report?.surprisal ?? null,
  kl: report?.kl ?? null,
  entropy: report?.entropy ?? null,
  reward: null,
  accuracy: null,
  meanLevel: null,
  staleness: null,
  groups: 0,
  groupsWithSignal: 0,
  tokens: report?.tokens ?? 0,
  defects: defects.length,
  tooLong,
  calibration: null,
  environments: []
})

/** The figures of the rollouts of a step. */
export const rolloutMetrics = (
  groups: ReadonlyArray<Group>,
  standings: ReadonlyArray<Standing>
): Pick<
  StepMetrics,
  "reward" | "accuracy" | "meanLevel" | "groups" | "groupsWithSignal" | "tokens" | "environments"
> => {
  const rewards = groups.flatMap(({ rollouts }) => rollouts.map(({ reward }) => reward))
  const byEnvironment = Map.groupBy(groups, ({ question }) => question.environment)
  return {
    reward: rewards.length === 0 ? null : mean(rewards),
    accuracy: groups.length === 0 ? null : mean(groups.map(accuracy)),
    meanLevel: meanLevel(standings),
    groups: groups.length,
    groupsWithSignal: groups.filter(hasSignal).length,
    tokens: groups.reduce(
      (sum, { rollouts }) =>
        sum + rollouts.reduce((tokens, { response }) => tokens + response.tokens.length, 0),
      0
    ),
    environments: standings
      .filter(({ environment }) => byEnvironment.has(environment))
      .map(({ difficulty, environment }) => ({
        environment,
        difficulty,
        accuracy: mean(byEnvironment.get(environment)!.map(accuracy))
      }))
  }
}

/** Mean difficulty of the environments that are not quarantined, in levels. */
export const meanLevel = (standings: ReadonlyArray<Standing>): number | null => {
  const levels = standings.filter(({ status }) => status !== "quarantined").map(({ difficulty }) =>
    difficulty
  )
  return levels.length === 0 ? null : mean(levels)
}

const mean = (values: ReadonlyArray<number>) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Makes an update while something else is done, and says how long the update alone took, in milliseconds. */
export const withUpdate = <A, B, E1, E2, R1, R2>(
  update: Effect.Effect<A, E1, R1>,
  meanwhile: Effect.Effect<B, E2, R2>
) =>
  Effect.map(
    Effect.all([Effect.timed(update), meanwhile], { concurrency: "unbounded" }),
    ([[duration, report], result]) => ({ report, meanwhile: result, updateTime: Duration.toMillis(duration) })
  )
