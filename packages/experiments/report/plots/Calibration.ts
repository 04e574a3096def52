import * as Predictions from "../../Predictions.ts"
import type { Results } from "../../Results.ts"
import type { Figure } from "../Figure.ts"
import * as Series from "../Series.ts"
import * as Theme from "../Theme.ts"

/** Points of an arm's panel: bins in which something was predicted. */
const points = ({ bins }: Predictions.Predictions) =>
  bins.filter((bin) => bin.rollouts > 0).map(({ accepted, expected, rollouts }) => ({
    predicted: expected / rollouts,
    observed: accepted / rollouts,
    rollouts
  }))

const axis = { format: ".0%", tickCount: 5 }

const share = { domain: [0, 1] }

/** Observed against predicted success. */
export const calibration = (results: Results): Figure => {
  const arms = Series.byArm(results).flatMap(({ arm, runs }) => {
    const predictions = Predictions.of(runs)
    return predictions === null
      ? []
      : [{ name: arm.name, brier: predictions.brier, bins: points(predictions) }]
  })
  const panels = arms.map(({ bins, brier, name }) => ({
    title: { text: name, subtitle: `Brier score ${brier.toFixed(4)}` },
    width: 240,
    height: 240,
    layer: [
      {
        data: { values: [{ at: 0 }, { at: 1 }] },
        mark: { type: "line", strokeDash: [4, 4], color: "#999", strokeWidth: 1 },
        encoding: { x: { field: "at", type: "quantitative" }, y: { field: "at", type: "quantitative" } }
      },
      {
        data: { values: bins },
        encoding: {
          x: {
            field: "predicted",
            type: "quantitative",
            scale: share,
            axis: { ...axis, title: "predicted success" }
          },
          y: {
            field: "observed",
            type: "quantitative",
            scale: share,
            axis: { ...axis, title: "observed success" }
          },
          color: { datum: name, scale: Theme.armsOf(results.experiment).colour, legend: null }
        },
        layer: [
          { mark: { type: "line", strokeWidth: 1.5 } },
          {
            mark: { type: "circle", opacity: 1 },
            encoding: {
              size: {
                field: "rollouts",
                type: "quantitative",
                scale: { range: [12, 260] },
                legend: { title: "rollouts", labelExpr: "format(datum.value, '~s')", tickCount: 4 }
              }
            }
          }
        ]
      }
    ]
  }))
  return {
    name: "calibration",
    title: "Calibration of predicted success",
    caption: panels.length === 0
      ? "No arm predicts success, so there is nothing to calibrate."
      : "Share of accepted rollouts in ten bins of what the rule had predicted for them, all seeds and steps "
        + "together: a rule that predicts well lies on the diagonal; above it, it expects too little.",
    spec: panels.length === 0 ? null : { concat: panels, columns: 3, spacing: 32 }
  }
}
