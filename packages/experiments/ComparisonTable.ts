/** Comparisons as rows of text: for the terminal and for the page. */
import { type Comparison, fewestPairs } from "./Comparison.ts"
import type { Experiment } from "./Experiment.ts"
import { metrics } from "./Metric.ts"
import * as Quantity from "./Quantity.ts"

/** What is said of an arm's scores beside their mean: runs that have none, and censored ones. */
export const remarks = ({ scores, withoutScore }: Comparison): ReadonlyArray<string> => {
  const censored = scores.filter((score) => score.censored).length
  return [
    ...withoutScore.length > 0 ? [`no score with seed ${withoutScore.join(", ")}`] : [],
    ...censored > 0 ? [`${censored} of ${scores.length} never got there`] : []
  ]
}

const allRemarks = (comparison: Comparison): ReadonlyArray<string> => {
  const { difference, withoutRun } = comparison
  const pairs = difference?.seeds.length ?? 0
  return [
    ...withoutRun.length > 0 ? [`no run with seed ${withoutRun.join(", ")}`] : [],
    ...remarks(comparison),
    ...pairs > 0 && pairs < fewestPairs ? [`no verdict from fewer than ${fewestPairs} pairs`] : []
  ]
}

export const columns = ["arm", "mean", "seeds", "against baseline", "pairs", "verdict", "remarks"] as const

/** The cells of a comparison, by `columns`. */
export const row = (comparison: Comparison): ReadonlyArray<string> => {
  const { arm, difference, estimate, metric, scores } = comparison
  const { unit } = metrics[metric]
  return [
    arm,
    Quantity.score(estimate, unit),
    String(scores.length),
    difference === null ? "baseline" : Quantity.differenceWithInterval(difference.estimate, unit),
    difference === null ? "" : String(difference.seeds.length),
    difference === null ? "" : difference.seeds.length === 0 ? "–" : difference.verdict,
    allRemarks(comparison).join("; ")
  ]
}

/** Aligned columns under a title for each metric. */
export const text = ({ metrics: names }: Experiment, comparisons: ReadonlyArray<Comparison>): string => {
  const sections = names.map((name) => {
    const { better, title } = metrics[name]
    return {
      title: better === "neither" ? title : `${title} (${better} is better)`,
      rows: comparisons.filter(({ metric }) => metric === name).map(row)
    }
  })
  const rows = [[...columns], ...sections.flatMap((section) => section.rows)]
  const widths = columns.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)))
  const line = (cells: ReadonlyArray<string>) =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join("  ")}`.trimEnd()
  return [line(columns), ...sections.flatMap(({ rows, title }) => ["", title, ...rows.map(line)])].join("\n")
}
