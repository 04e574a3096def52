/** Values over the course of runs, few enough to be drawn. */
import { estimate } from "@scaler/statistics/Bootstrap"
import { type Arm, type Experiment, stepsOf } from "../Experiment.ts"
import type { ArmRun, Results, Step } from "../Results.ts"

/** A mean over seeds with its interval, after so many rollouts; the interval of one seed is its value. */
export interface Point {
  readonly arm: string
  readonly rollouts: number
  readonly mean: number
  readonly low: number
  readonly high: number
}

/** Consecutive steps of a run. */
export interface Bin {
  /** Rollouts before the first of them, and after the last. */
  readonly from: number
  readonly to: number
  readonly steps: ReadonlyArray<Step>
}

/** Bins of a run in a figure: at most so many. */
export const bins = 60

/** Steps in each bin of an arm's runs. */
export const windowOf = ({ rollouts }: Experiment, { recipe }: Arm): number =>
  Math.ceil(stepsOf(rollouts, recipe) / bins)

/** How many steps bins hold, in words. */
export const describeWindows = (experiment: Experiment): string => {
  const windows = [...new Set(experiment.arms.map((arm) => windowOf(experiment, arm)))]
  return `in bins of ${windows.join(" or ")} ${windows.every((window) => window === 1) ? "step" : "steps"}`
}

export const binned = ({ rolloutsPerStep, steps }: ArmRun, window: number): ReadonlyArray<Bin> =>
  Array.from({ length: Math.ceil(steps.length / window) }, (_, place) => {
    const within = steps.slice(place * window, (place + 1) * window)
    const from = place * window * rolloutsPerStep
    return { from, to: from + within.length * rolloutsPerStep, steps: within }
  })

/** The runs of each arm that has any, in the experiment's order. */
export const byArm = (
  { experiment, runs }: Results
): ReadonlyArray<{ readonly arm: Arm; readonly window: number; readonly runs: ReadonlyArray<ArmRun> }> =>
  experiment.arms
    .map((arm) => ({
      arm,
      window: windowOf(experiment, arm),
      runs: runs.filter((run) => run.arm === arm.name)
    }))
    .filter(({ runs }) => runs.length > 0)

/** A value that each seed has at some numbers of rollouts, as means over the seeds. */
export const overSeeds = (
  arm: string,
  seeds: ReadonlyArray<ReadonlyArray<readonly [rollouts: number, value: number]>>
): ReadonlyArray<Point> => {
  const values = new Map<number, Array<number>>()
  for (const [rollouts, value] of seeds.flat()) {
    const known = values.get(rollouts)
    if (known === undefined) values.set(rollouts, [value])
    else known.push(value)
  }
  return [...values].sort(([a], [b]) => a - b).map(([rollouts, at]) => {
    // Fewer resamples than for scores: a band's edge is drawn, not read off.
    const { interval, mean } = estimate(at, 2000)!
    return { arm, rollouts, mean, low: interval?.low ?? mean, high: interval?.high ?? mean }
  })
}

/** At most so many of a list, evenly, with the first and the last. */
export const thinned = <A>(list: ReadonlyArray<A>, atMost: number): ReadonlyArray<A> =>
  list.length <= atMost
    ? list
    : Array.from(
      { length: atMost },
      (_, place) => list[Math.round(place * (list.length - 1) / (atMost - 1))]!
    )
