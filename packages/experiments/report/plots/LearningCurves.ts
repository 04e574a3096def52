import type { Results } from "../../Results.ts"
import type { Figure } from "../Figure.ts"
import * as Series from "../Series.ts"
import * as Theme from "../Theme.ts"
import { curves } from "./curves.ts"

/** Validation accuracy against rollouts. */
export const learningCurves = (results: Results): Figure => {
  const points = Series.byArm(results).flatMap(({ arm, runs }) =>
    Series.overSeeds(
      arm.name,
      runs.map(({ rolloutsPerStep, validation }) =>
        Series.thinned(validation, 200).map(({ accuracy, step }) =>
          [step * rolloutsPerStep, accuracy] as const
        )
      )
    )
  )
  return {
    name: "learning-curves",
    title: "Learning curves",
    caption:
      "Greedy accuracy on the validation grid after so many rollouts: lines are means over seeds, bands "
      + "their 95 % bootstrap intervals. Bands may overlap where paired differences exclude 0.",
    spec: points.length === 0
      ? null
      : curves(points, Theme.armsOf(results.experiment), {
        y: "validation accuracy",
        format: ".0%",
        width: 800
      })
  }
}
