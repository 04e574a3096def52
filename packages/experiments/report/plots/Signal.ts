import type { Results } from "../../Results.ts"
import type { Figure } from "../Figure.ts"
import * as Series from "../Series.ts"
import * as Theme from "../Theme.ts"
import { curves } from "./curves.ts"

/** Share of groups with signal over time. */
export const signal = (results: Results): Figure => {
  const points = Series.byArm(results).flatMap(({ arm, runs, window }) =>
    Series.overSeeds(
      arm.name,
      runs.map((run) =>
        Series.binned(run, window).flatMap(({ steps, to }) => {
          const groups = steps.reduce((total, step) => total + step.groups, 0)
          const withSignal = steps.reduce((total, step) => total + step.groupsWithSignal, 0)
          return groups === 0 ? [] : [[to, withSignal / groups] as const]
        })
      )
    )
  )
  return {
    name: "signal",
    title: "Groups with signal",
    caption: `Share of groups whose rewards are not all equal, the only ones that teach, ${
      Series.describeWindows(results.experiment)
    }: means over seeds with 95 % bootstrap intervals.`,
    spec: points.length === 0
      ? null
      : curves(points, Theme.armsOf(results.experiment), {
        y: "groups with signal",
        format: ".0%",
        width: 800
      })
  }
}
