/** Comparisons as rows of text: for the terminal and for the page. */
import { type Comparison, fewestPairs } from "./Comparison.ts"
import type { Experiment } from "./Experiment.ts"
import { metrics } from "./Metric.ts"
import * as Quantity from "./Quantity.ts"

/** What a verdict rests on less than it seems to: missing scores, censored ones, too few pairs. */
export const remarks = ({ difference, missing, scores }: Comparison): ReadonlyArray<string> => {
  const censored = scores.filter((score) => score.censored).length
  return [
    ...scores.length === 0
      ? ["no scores"]
      : missing.length > 0
      ? [`none with seed ${missing.join(", ")}`]
      : [],
    ...censored > 0
      ? [`${censored} of ${scores.length} never got there and count with the budget, the least it can be`]
      : [],
    ...difference !== null && difference.seeds.length > 0 && difference.seeds.length < fewestPairs
      ? [`no verdict from fewer than ${fewestPairs} pairs`]
      : []
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
    remarks(comparison).join("; ")
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
