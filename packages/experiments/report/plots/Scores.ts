import type { Comparison } from "../../Comparison.ts"
import { type Metric, metrics } from "../../Metric.ts"
import type { Results } from "../../Results.ts"
import type { Figure, Spec } from "../Figure.ts"
import * as Theme from "../Theme.ts"

/** Labels of an axis by unit, in Vega's expressions. */
const labels: Readonly<Record<Metric["unit"], string>> = {
  share: "format(datum.value, '~%')",
  level: "format(datum.value, '~g')",
  rollouts: "format(datum.value, '~s')",
  error: "format(datum.value, '~g')"
}

/** The same for differences, which show their sign; those of shares are percentage points. */
const signed = (unit: Metric["unit"]): string => {
  const label = unit === "share" ? "format(100 * datum.value, '~g')" : labels[unit]
  return `(datum.value > 0 ? '+' : '') + ${label}`
}

const axisTitle = (unit: Metric["unit"], isDifference: boolean): string | null => {
  if (unit === "share") return isDifference ? "percentage points" : null
  return unit === "error" ? null : unit
}

interface Dot {
  readonly arm: string
  readonly mean: number
  readonly low: number
  readonly high: number
  readonly decided: boolean
}

interface Panel {
  readonly metric: Metric
  readonly dots: ReadonlyArray<Dot>
  readonly seeds: ReadonlyArray<{ readonly arm: string; readonly value: number }>
}

const titleOf = ({ better, title }: Metric) =>
  better === "neither" ? { text: title } : { text: title, subtitle: `${better} is better` }

/** Dots with intervals and the seeds behind them, a row for each arm and a panel for each metric. */
const dotPlots = (
  { experiment }: Results,
  panels: ReadonlyArray<Panel>,
  { isDifference }: { readonly isDifference: boolean }
): Spec => {
  const rows = experiment.arms.map(({ name }) => name)
  const zero = {
    data: { values: [{}] },
    mark: { type: "rule", color: "#999" },
    encoding: { x: { datum: 0 }, y: null, color: null }
  }
  return {
    columns: 2,
    spacing: { row: 28, column: 36 },
    concat: panels.map(({ dots, metric, seeds }) => ({
      title: titleOf(metric),
      width: 320,
      height: { step: 24 },
      encoding: {
        y: {
          field: "arm",
          type: "nominal",
          sort: rows,
          axis: { title: null, grid: true, domain: false, ticks: false }
        },
        color: { field: "arm", type: "nominal", scale: Theme.armsOf(experiment).colour, legend: null }
      },
      layer: [
        ...isDifference ? [zero] : [],
        {
          data: { values: seeds },
          mark: { type: "tick", thickness: 1.5, size: 10, opacity: 0.5 },
          encoding: {
            x: {
              field: "value",
              type: "quantitative",
              scale: { zero: false },
              axis: {
                title: axisTitle(metric.unit, isDifference),
                labelExpr: isDifference ? signed(metric.unit) : labels[metric.unit],
                tickCount: 5
              }
            }
          }
        },
        {
          data: { values: dots },
          mark: { type: "rule", strokeWidth: 2 },
          encoding: { x: { field: "low", type: "quantitative" }, x2: { field: "high" } }
        },
        {
          data: { values: dots },
          mark: { type: "point", size: 70, strokeWidth: 2, opacity: 1 },
          encoding: {
            x: { field: "mean", type: "quantitative" },
            fill: {
              condition: {
                test: "datum.decided",
                field: "arm",
                type: "nominal",
                scale: Theme.armsOf(experiment).colour,
                legend: null
              },
              value: "white"
            }
          }
        }
      ]
    }))
  }
}

const panelsOf = (
  { experiment }: Results,
  comparisons: ReadonlyArray<Comparison>,
  of: (comparison: Comparison) =>
    | {
      readonly estimate: Comparison["estimate"]
      readonly values: ReadonlyArray<number>
      readonly decided: boolean
    }
    | null
): ReadonlyArray<Panel> =>
  experiment.metrics.map((name) => {
    const known = comparisons.filter(({ metric }) => metric === name).flatMap((comparison) => {
      const found = of(comparison)
      return found?.estimate ? [{ ...found, arm: comparison.arm, estimate: found.estimate }] : []
    })
    return {
      metric: metrics[name],
      dots: known.map(({ arm, decided, estimate: { interval, mean } }) => ({
        arm,
        mean,
        low: interval?.low ?? mean,
        high: interval?.high ?? mean,
        decided
      })),
      seeds: known.flatMap(({ arm, values }) => values.map((value) => ({ arm, value })))
    }
  }).filter(({ dots }) => dots.length > 0)

/** Final scores by metric. */
export const scores = (results: Results, comparisons: ReadonlyArray<Comparison>): Figure => {
  const panels = panelsOf(results, comparisons, ({ estimate, scores }) => ({
    estimate,
    values: scores.map(({ value }) => value),
    decided: true
  }))
  return {
    name: "scores",
    title: "Scores",
    caption: panels.length === 0
      ? "No run has a score."
      : "What each arm scored: the dot is the mean, the line its 95 % bootstrap interval over seeds, ticks are the "
        + "seeds.",
    spec: panels.length === 0 ? null : dotPlots(results, panels, { isDifference: false })
  }
}

/** Differences to the baseline by metric: a forest plot. */
export const differences = (results: Results, comparisons: ReadonlyArray<Comparison>): Figure => {
  const panels = panelsOf(results, comparisons, ({ difference }) =>
    difference && {
      estimate: difference.estimate,
      values: difference.values,
      decided: difference.verdict !== "inconclusive"
    })
  return {
    name: "differences",
    title: `Differences to ${results.experiment.baseline}`,
    caption: panels.length === 0
      ? "No other arm shares a seed with the baseline."
      : `Each arm minus ${results.experiment.baseline} with the same seed: the dot is the mean, the line its 95 % `
        + "bootstrap interval, ticks are the seeds; a filled dot is a verdict, a hollow one is inconclusive.",
    spec: panels.length === 0 ? null : dotPlots(results, panels, { isDifference: true })
  }
}
