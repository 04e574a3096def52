/** What a run has come to, from its record. */
import { basename } from "node:path"
import type { Standing } from "../curriculum/Curriculum.ts"
import type { EvaluationRow, RunRecord } from "./RunRecord.ts"
import { checkpointName, comparePositions, type Position } from "./State.ts"

/** One environment of a run. */
export interface EnvironmentSummary {
  readonly environment: string
  readonly status: Standing["status"]
  /** Difficulty after the last step that used it, in levels; 0 before the first. */
  readonly level: number
  /** Share of accepted rollouts in the last step that used it. */
  readonly accuracy: number | null
  /** At the last validation, over all levels. */
  readonly validation: number | null
  readonly defects: number
}

export interface Summary {
  readonly name: string
  readonly path: string
  readonly recipe: string
  readonly seed: number
  /** A run that was killed looks as one that was stopped. */
  readonly status: "running" | "finished" | "stopped"
  readonly position: Position
  /** Steps of the position's phase, as the recipe has them. */
  readonly steps: number
  /** The checkpoint with the highest validation accuracy. */
  readonly best: { readonly checkpoint: string; readonly validation: number } | null
  /** Macro accuracy on the test grid, after warm-up and of the best checkpoint; null where not reached yet. */
  readonly test: {
    readonly afterWarmup: number | null
    readonly final: number | null
    readonly instances: number
  }
  readonly meanLevel: number | null
  /** Spent in steps and evaluations, in milliseconds; benchmarks beside them and waiting for a resume are not in it. */
  readonly time: number
  /** Response tokens sampled in training. */
  readonly tokens: number
  readonly environments: ReadonlyArray<EnvironmentSummary>
}

const sum = (values: ReadonlyArray<number>) => values.reduce((total, value) => total + value, 0)
const mean = (values: ReadonlyArray<number>) => values.length === 0 ? null : sum(values) / values.length

const environmentPrefix = "environment "

/** Whether it is one of the run's own measurements, and no benchmark beside them. */
const isOwn = ({ split }: EvaluationRow): boolean => ["validation", "test", "never-trained"].includes(split)

/** In one pass over the record: there may be thousands of environments, and millions of events. */
const environments = (
  { evaluations, events, facts, metrics }: RunRecord
): ReadonlyArray<EnvironmentSummary> => {
  const last = new Map(
    metrics.flatMap((row) => row.metrics.environments).map((each) => [each.environment, each])
  )
  const status = new Map<string, Standing["status"]>()
  const defects = new Map<string, number>()
  for (const { event } of events) {
    if (event._tag === "not-measured") continue
    const { environment } = event
    if (event._tag === "defect") defects.set(environment, (defects.get(environment) ?? 0) + 1)
    else if (event._tag === "entered") status.set(environment, "active")
    else status.set(environment, event.reason === "quarantined" ? "quarantined" : "waiting")
  }
  const validation = evaluations.findLast(({ split }) => split === "validation")
  const cells = Map.groupBy(validation?.scores.cells ?? [], ({ environment }) => environment)
  return Object.keys(facts).filter((fact) => fact.startsWith(environmentPrefix)).map((fact) => {
    const environment = fact.slice(environmentPrefix.length)
    return {
      environment,
      status: status.get(environment) ?? "waiting",
      level: last.get(environment)?.difficulty ?? 0,
      accuracy: last.get(environment)?.accuracy ?? null,
      validation: mean((cells.get(environment) ?? []).map(({ accuracy }) => accuracy)),
      defects: defects.get(environment) ?? 0
    }
  })
}

/** The first of the highest validations, as a run chooses it. */
const best = ({ evaluations }: RunRecord): Summary["best"] => {
  const validations = evaluations.filter(({ split }) => split === "validation")
  const highest = Math.max(...validations.map(({ scores }) => scores.macro))
  const first = validations.find(({ scores }) => scores.macro === highest)
  return first === undefined ? null : { checkpoint: checkpointName(first), validation: highest }
}

/** The figures of a run. */
export const summarize = (record: RunRecord): Summary => {
  const { evaluations, isRunning, metrics, path, recipe } = record
  const { phase, step }: Position = [metrics.at(-1), evaluations.at(-1)]
    .filter((row) => row !== undefined)
    .reduce<Position>((a, b) => comparePositions(a, b) < 0 ? b : a, { phase: "warmup", step: 0 })
  const tests = evaluations.filter(({ split }) => split === "test")
  const isAtEnd = phase === "training" && step >= recipe.steps
  const final = isAtEnd ? tests.find((test) => test.step === step) : undefined
  return {
    name: basename(path),
    path,
    recipe: recipe.name,
    seed: recipe.seed,
    status: isRunning ? "running" : final === undefined ? "stopped" : "finished",
    position: { phase, step },
    steps: phase === "warmup" ? recipe.warmup.steps : recipe.steps,
    best: best(record),
    test: {
      afterWarmup: tests.find((test) => test.step === 0)?.scores.macro ?? null,
      final: final?.scores.macro ?? null,
      instances: tests.at(-1)?.scores.instances ?? 0
    },
    meanLevel: metrics.at(-1)?.metrics.meanLevel ?? null,
    time: sum([...metrics, ...evaluations.filter(isOwn)].map(({ clock }) => clock.total)),
    tokens: sum(metrics.filter((row) => row.phase === "training").map((row) => row.metrics.tokens)),
    environments: environments(record)
  }
}

/** A point of a curve; `step` is one of training. */
export interface Point {
  readonly step: number
  readonly value: number
}

/** What a suite of benchmarks came to over a run. */
export interface BenchmarkCurve {
  readonly suite: string
  /** Problems that count, the last time. */
  readonly problems: number
  /** Share of right responses, by the step of the weights. */
  readonly points: ReadonlyArray<Point>
}

/** By name. */
export const benchmarks = ({ evaluations }: RunRecord): ReadonlyArray<BenchmarkCurve> => {
  const suites = [...Map.groupBy(evaluations.filter((row) => !isOwn(row)), ({ split }) => split)]
  return suites.toSorted(([a], [b]) => a.localeCompare(b, "en", { numeric: true })).map((
    [suite, measured]
  ) => ({
    suite,
    problems: measured.at(-1)!.scores.instances,
    points: measured.map(({ scores, step }) => ({ step, value: scores.macro }))
  }))
}

/** How a run has gone. */
export const curves = ({ evaluations, metrics }: RunRecord) => {
  const ofSteps = (figure: "accuracy" | "meanLevel"): ReadonlyArray<Point> =>
    metrics.flatMap(({ metrics: { [figure]: value }, step }) => value === null ? [] : [{ step, value }])
  return {
    accuracy: ofSteps("accuracy"),
    validation: evaluations.flatMap(({ scores, split, step }): ReadonlyArray<Point> =>
      split === "validation" ? [{ step, value: scores.macro }] : []
    ),
    meanLevel: ofSteps("meanLevel")
  }
}
