import { quantile } from "@scaler/statistics/Bootstrap"
import type { Results } from "../../Results.ts"
import { environmentsOf, fewEnvironments } from "../Environments.ts"
import type { Figure, Spec } from "../Figure.ts"
import * as Series from "../Series.ts"
import * as Theme from "../Theme.ts"
import { rollouts } from "./curves.ts"

const mean = (values: ReadonlyArray<number>) =>
  values.reduce((total, value) => total + value, 0) / values.length

const x = rollouts("rollouts", 4)

const level = { title: "level", grid: true, tickCount: 5 }

const panels = (results: Results, values: ReadonlyArray<object>, panel: object): Spec => ({
  data: { values },
  facet: { field: "arm", type: "nominal", sort: results.experiment.arms.map(({ name }) => name) },
  columns: 3,
  resolve: { axis: { x: "independent" } },
  spacing: { row: 24, column: 24 },
  spec: { width: 230, height: 150, ...panel }
})

const lines = (results: Results, environments: ReadonlyArray<string>): Spec => {
  const { colour, dash } = Theme.scaleOf(environments)
  const values = Series.byArm(results).flatMap(({ arm, runs, window }) => {
    const levels = runs.flatMap((run) =>
      Series.binned(run, window).flatMap(({ steps, to }) =>
        [...Map.groupBy(steps.flatMap((step) => step.environments), ({ environment }) => environment)]
          .map(([environment, known]) => ({
            environment,
            rollouts: to,
            level: mean(known.map(({ difficulty }) => difficulty))
          }))
      )
    )
    return [...Map.groupBy(levels, ({ environment, rollouts }) => `${rollouts} ${environment}`).values()]
      .map((seeds) => ({ ...seeds[0]!, arm: arm.name, level: mean(seeds.map(({ level }) => level)) }))
  })
  return panels(results, values, {
    mark: { type: "line", strokeWidth: 1.5 },
    encoding: {
      x,
      y: { field: "level", type: "quantitative", axis: level },
      color: { field: "environment", type: "nominal", scale: colour, title: "environment" },
      strokeDash: { field: "environment", type: "nominal", scale: dash, title: "environment" }
    }
  })
}

const quantiles = (results: Results): Spec => {
  const { colour } = Theme.armsOf(results.experiment)
  const values = Series.byArm(results).flatMap(({ arm, runs, window }) => {
    const byEnd = Map.groupBy(runs.flatMap((run) => Series.binned(run, window)), ({ to }) => to)
    return [...byEnd].flatMap(([rollouts, bins]) => {
      const levels = Float64Array.from(
        bins.flatMap(({ steps }) =>
          steps.flatMap(({ environments }) => environments.map((e) => e.difficulty))
        )
      ).sort()
      if (levels.length === 0) return []
      const [p10, p25, p50, p75, p90] = [0.1, 0.25, 0.5, 0.75, 0.9].map((share) => quantile(levels, share))
      return [{ arm: arm.name, rollouts, p10, p25, p50, p75, p90 }]
    })
  })
  const band = (low: string, high: string) => ({
    mark: { type: "area", opacity: 0.25 },
    encoding: { y: { field: low, type: "quantitative", axis: level }, y2: { field: high } }
  })
  return panels(results, values, {
    encoding: { x, color: { field: "arm", type: "nominal", scale: colour, legend: null } },
    layer: [
      band("p10", "p90"),
      band("p25", "p75"),
      { mark: { type: "line", strokeWidth: 2 }, encoding: { y: { field: "p50", type: "quantitative" } } }
    ]
  })
}

/** Level of each environment over time; quantiles where they are many. */
export const levels = (results: Results): Figure => {
  const environments = environmentsOf(results)
  const windows = Series.describeWindows(results.experiment)
  return {
    name: "levels",
    title: "Levels",
    caption: environments.length <= fewEnvironments
      ? `Difficulty of each environment in the steps in which it had groups, ${windows}: means over seeds.`
      : `Difficulty of the environments that had groups, ${windows}, all seeds together: the line is the median, `
        + "the inner band holds half of them, the outer one 80 %.",
    spec: environments.length === 0
      ? null
      : environments.length <= fewEnvironments
      ? lines(results, environments)
      : quantiles(results)
  }
}
