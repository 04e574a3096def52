import type { Results } from "../../Results.ts"
import { environmentsOf, fewEnvironments } from "../Environments.ts"
import type { Figure, Spec } from "../Figure.ts"
import * as Series from "../Series.ts"
import * as Theme from "../Theme.ts"
import { curves, rollouts } from "./curves.ts"

/** Share of steps, over seeds too, in which each environment had groups. */
const heatMap = (results: Results, environments: ReadonlyArray<string>): Spec => {
  const values = Series.byArm(results).flatMap(({ arm, runs, window }) => {
    const byStart = Map.groupBy(runs.flatMap((run) => Series.binned(run, window)), ({ from }) => from)
    return [...byStart].flatMap(([from, bins]) => {
      const steps = bins.flatMap((bin) => bin.steps)
      const used = Map.groupBy(steps.flatMap((step) => step.environments), ({ environment }) => environment)
      return environments.map((environment) => ({
        arm: arm.name,
        environment,
        from,
        to: bins[0]!.to,
        share: (used.get(environment)?.length ?? 0) / steps.length
      }))
    })
  })
  return {
    data: { values },
    facet: { field: "arm", type: "nominal", sort: results.experiment.arms.map(({ name }) => name) },
    columns: 3,
    resolve: { axis: { x: "independent" } },
    spacing: { row: 24, column: 24 },
    spec: {
      width: 220,
      height: { step: 14 },
      mark: { type: "rect" },
      encoding: {
        x: rollouts("from", 4),
        x2: { field: "to" },
        y: { field: "environment", type: "nominal", title: null },
        color: {
          field: "share",
          type: "quantitative",
          scale: { scheme: "viridis", domain: [0, 1] },
          legend: { title: "share of steps", format: ".0%" }
        }
      }
    }
  }
}

/** Different environments used so far, and in each step. */
const counts = (results: Results): Spec => {
  const arms = Series.byArm(results).map(({ arm, runs, window }) => {
    const seeds = runs.map((run) => {
      const seen = new Set<string>()
      return Series.binned(run, window).map(({ steps, to }) => {
        let active = 0
        for (const { environments } of steps) {
          active += environments.length
          for (const { environment } of environments) seen.add(environment)
        }
        return { to, soFar: seen.size, perStep: active / steps.length }
      })
    })
    return {
      soFar: Series.overSeeds(
        arm.name,
        seeds.map((bins) => bins.map(({ soFar, to }) => [to, soFar] as const))
      ),
      perStep: Series.overSeeds(
        arm.name,
        seeds.map((bins) => bins.map(({ perStep, to }) => [to, perStep] as const))
      )
    }
  })
  const scale = Theme.armsOf(results.experiment)
  const panel = (points: ReadonlyArray<Series.Point>, title: string) =>
    curves(points, scale, { y: "environments", format: ",", fromZero: true, width: 340, title })
  return {
    hconcat: [
      panel(arms.flatMap(({ soFar }) => soFar), "Used so far"),
      panel(arms.flatMap(({ perStep }) => perStep), "Used in a step")
    ],
    spacing: 32
  }
}

/** Which environments had groups over time; how many where they are many. */
export const activeSet = (results: Results): Figure => {
  const environments = environmentsOf(results)
  const isFew = environments.length <= fewEnvironments
  return {
    name: "active-set",
    title: "Active set",
    caption: isFew
      ? `When each environment had groups, ${
        Series.describeWindows(results.experiment)
      }: the brighter, the larger the share of the steps, over all seeds.`
      : `How many different environments had groups, ${
        Series.describeWindows(results.experiment)
      }: means over seeds with 95 % bootstrap intervals.`,
    spec: environments.length === 0 ? null : isFew ? heatMap(results, environments) : counts(results)
  }
}
