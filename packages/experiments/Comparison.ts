/** What an experiment's arms scored, and how they differ from its baseline where both had the same seed. */
import * as Bootstrap from "@scaler/statistics/Bootstrap"
import type { Experiment } from "./Experiment.ts"
import * as Metric from "./Metric.ts"
import type { ArmRun, Results } from "./Results.ts"

export interface Score {
  readonly seed: number
  readonly value: number
  /** Whether the run never got there: its value is its budget, the least that it can be. */
  readonly censored: boolean
}

/** Whether an interval of differences excludes 0, and on which side; `higher` and `lower` where neither is better. */
export type Verdict = "better" | "worse" | "higher" | "lower" | "inconclusive"

/** An arm minus the baseline, over the seeds that have a score of both. */
export interface Difference {
  readonly seeds: ReadonlyArray<number>
  readonly values: ReadonlyArray<number>
  /** Pairs in which one of the two is censored, or both. */
  readonly censored: number
  readonly estimate: Bootstrap.Estimate | null
  readonly verdict: Verdict
}

/** One metric of one arm. */
export interface Comparison {
  readonly metric: Metric.Name
  readonly arm: string
  readonly scores: ReadonlyArray<Score>
  /** Seeds whose run is missing. */
  readonly withoutRun: ReadonlyArray<number>
  /** Seeds whose run has no score. */
  readonly withoutScore: ReadonlyArray<number>
  readonly estimate: Bootstrap.Estimate | null
  /** Null of the baseline itself. */
  readonly difference: Difference | null
}

/**
 * Pairs from which on there are verdicts. All differences of n pairs have the same sign by chance once in 2ⁿ⁻¹ times,
 * and then every resample has it: only from 6 on is that rarer than 5 %.
 */
export const fewestPairs = 6

/** The runs that a finished experiment has and these results have not. */
export const missingRuns = (
  { experiment, runs }: Results
): ReadonlyArray<{ readonly arm: string; readonly seed: number }> =>
  experiment.arms.flatMap(({ name }) =>
    experiment.seeds
      .filter((seed) => !runs.some((run) => run.arm === name && run.seed === seed))
      .map((seed) => ({ arm: name, seed }))
  )

const scoreOf = (
  name: Metric.Name,
  run: ArmRun,
  baseline: ArmRun | undefined,
  budget: number
): Score | undefined => {
  const { censored, of } = Metric.metrics[name]
  const value = of(run, baseline)
  if (value !== null) return { seed: run.seed, value, censored: false }
  return censored && baseline !== undefined ? { seed: run.seed, value: budget, censored: true } : undefined
}

const verdictOf = (metric: Metric.Name, pairs: number, estimate: Bootstrap.Estimate | null): Verdict => {
  const interval = estimate?.interval
  if (pairs < fewestPairs || !interval || (interval.low <= 0 && interval.high >= 0)) return "inconclusive"
  const side = interval.low > 0 ? "higher" : "lower"
  const { better } = Metric.metrics[metric]
  if (better === "neither") return side
  return side === better ? "better" : "worse"
}

const differenceOf = (
  metric: Metric.Name,
  scores: ReadonlyArray<Score>,
  baseline: ReadonlyArray<Score>
): Difference => {
  const pairs = scores.flatMap((score) => {
    const other = baseline.find(({ seed }) => seed === score.seed)
    return other === undefined ? [] : [{ score, other }]
  })
  const values = pairs.map(({ other, score }) => score.value - other.value)
  const estimate = Bootstrap.estimate(values)
  return {
    seeds: pairs.map(({ score }) => score.seed),
    values,
    censored: pairs.filter(({ other, score }) => score.censored || other.censored).length,
    estimate,
    verdict: verdictOf(metric, pairs.length, estimate)
  }
}

const scoresOf = (metric: Metric.Name, arm: string, { experiment, runs }: Results): ReadonlyArray<Score> =>
  runs.filter((run) => run.arm === arm).flatMap((run) => {
    const baseline = runs.find((other) => other.arm === experiment.baseline && other.seed === run.seed)
    return scoreOf(metric, run, baseline, experiment.rollouts) ?? []
  })

/** Every metric of every arm, in the experiment's order. */
export const compare = (results: Results): ReadonlyArray<Comparison> => {
  const { arms, baseline, metrics, seeds }: Experiment = results.experiment
  return metrics.flatMap((metric) => {
    const ofBaseline = scoresOf(metric, baseline, results)
    return arms.map(({ name }): Comparison => {
      const scores = scoresOf(metric, name, results)
      const hasRun = (seed: number) => results.runs.some((run) => run.arm === name && run.seed === seed)
      const unscored = seeds.filter((seed) => !scores.some((score) => score.seed === seed))
      return {
        metric,
        arm: name,
        scores,
        withoutRun: unscored.filter((seed) => !hasRun(seed)),
        withoutScore: unscored.filter(hasRun),
        estimate: Bootstrap.estimate(scores.map(({ value }) => value)),
        difference: name === baseline ? null : differenceOf(metric, scores, ofBaseline)
      }
    })
  })
}
