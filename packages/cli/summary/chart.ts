/** Curves in a terminal. */
import type { Point } from "@scaler/runtime/run/Summary"
import { plot } from "asciichart"

const columns = 69
const height = 7
const labelWidth = 7

/**
 * One value per column, columns being equal parts of the steps from 0 to `lastStep`: the mean of the points that fall
 * into one, a straight line between those around it where none does. It begins with the value of the first point and
 * ends with the last one.
 */
export const resample = (points: ReadonlyArray<Point>, lastStep: number): ReadonlyArray<number> => {
  const columnOf = ({ step }: Point) => Math.round((step / Math.max(1, lastStep)) * (columns - 1))
  const known = [...Map.groupBy(points, columnOf)].map(([column, inIt]) => ({
    column,
    value: inIt.reduce((sum, { value }) => sum + value, 0) / inIt.length
  }))
  return Array.from({ length: (known.at(-1)?.column ?? -1) + 1 }, (_, column) => {
    const after = known.find((each) => each.column >= column)!
    const before = known.findLast((each) => each.column <= column) ?? after
    const share = before === after ? 0 : (column - before.column) / (after.column - before.column)
    return before.value + share * (after.value - before.value)
  })
}

/** A curve with its axes, 80 columns wide. */
export const chart = (
  points: ReadonlyArray<Point>,
  lastStep: number,
  format: (value: number) => string
): ReadonlyArray<string> => {
  const values = resample(points, lastStep)
  if (values.length === 0) return ["  nothing yet"]
  // Means of equal values may differ in their last bits, and the plot does not end on such a range.
  const lowest = format(Math.min(...values))
  if (lowest === format(Math.max(...values))) return [`  ${lowest} throughout`]
  const lines = plot([...values], { height, format: (value) => format(value).padStart(labelWidth) })
  const axis = `step 0${String(lastStep).padStart(columns - 5)}`
  return [...lines.split("\n").map((line) => line.trimEnd()), `${" ".repeat(labelWidth + 2)}${axis}`]
}
