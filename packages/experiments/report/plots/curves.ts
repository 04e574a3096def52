/** Lines with bands over rollouts, one for each arm. */
import type { Spec } from "../Figure.ts"
import type { Point } from "../Series.ts"
import type { Scale } from "../Theme.ts"

/** The horizontal axis over a run. */
export const rollouts = (field: string, ticks: number) => ({
  field,
  type: "quantitative",
  scale: { nice: false, zero: true },
  axis: { title: "rollouts", labelExpr: "format(datum.value, '~s')", tickCount: ticks, grid: false }
})

export const curves = (
  points: ReadonlyArray<Point>,
  { dash, colour }: Scale,
  { format, fromZero = false, title, width, y }: {
    readonly y: string
    /** Of the axis's labels, as d3 has them. */
    readonly format: string
    readonly fromZero?: boolean
    readonly width: number
    readonly title?: string
  }
): Spec => ({
  ...title === undefined ? {} : { title },
  width,
  height: 280,
  data: { values: points },
  encoding: {
    x: rollouts("rollouts", 6),
    color: {
      field: "arm",
      type: "nominal",
      scale: colour,
      title: "arm",
      legend: { symbolType: "stroke", symbolOpacity: 1 }
    }
  },
  layer: [
    {
      mark: { type: "area", opacity: 0.15 },
      encoding: {
        y: {
          field: "low",
          type: "quantitative",
          scale: { zero: fromZero },
          axis: { labelExpr: `format(datum.value, '${format}')`, title: y }
        },
        y2: { field: "high" }
      }
    },
    {
      mark: { type: "line", strokeWidth: 2 },
      encoding: {
        y: { field: "mean", type: "quantitative" },
        strokeDash: { field: "arm", type: "nominal", scale: dash, title: "arm" }
      }
    }
  ]
})
