import { describe, expect, test } from "bun:test"
import { compare, fewestPairs, missingRuns } from "./Comparison.ts"
import * as ComparisonTable from "./ComparisonTable.ts"
import type { Name } from "./Metric.ts"
import type { ArmRun, Results } from "./Results.ts"
import * as MadeUpResults from "./testing/MadeUpResults.ts"

const results = MadeUpResults.make()
const [baseline, other] = results.experiment.arms.map(({ name }) => name) as [string, string]

const withRuns = (of: (run: ArmRun) => ReadonlyArray<ArmRun>): Results => ({
  ...results,
  runs: results.runs.flatMap(of)
})

const comparisonOf = (from: Results, metric: Name, arm = other) =>
  compare(from).find((found) => found.metric === metric && found.arm === arm)!

/** The other arm's tests are the baseline's, each better by this. */
const shifted = (by: (seed: number) => number): Results =>
  withRuns((run) => {
    if (run.arm !== other) return [run]
    const { start } = run.test
    const twin = results.runs.find(({ arm, seed }) => arm === baseline && seed === run.seed)!
    return [{ ...run, test: { start, final: twin.test.final + by(run.seed) } }]
  })

describe("paired differences", () => {
  test("equal arms are inconclusive, and their difference is exactly 0", () => {
    const { difference } = comparisonOf(shifted(() => 0), "test")
    expect(difference).toMatchObject({
      estimate: { mean: 0, interval: { low: 0, high: 0 } },
      verdict: "inconclusive"
    })
  })

  test("a shift of every run moves the interval by the shift, and decides the verdict", () => {
    const scatter = (seed: number) => seed % 2 === 0 ? 0.01 : -0.01
    const around = comparisonOf(shifted(scatter), "test").difference!
    const above = comparisonOf(shifted((seed) => scatter(seed) + 0.1), "test").difference!
    const below = comparisonOf(shifted((seed) => scatter(seed) - 0.1), "test").difference!
    expect(above.estimate!.interval!.low).toBeCloseTo(around.estimate!.interval!.low + 0.1, 12)
    expect(below.estimate!.interval!.high).toBeCloseTo(around.estimate!.interval!.high - 0.1, 12)
    expect([below, around, above].map(({ verdict }) => verdict)).toEqual(["worse", "inconclusive", "better"])
  })

  test("less is better for rollouts, and neither for the level", () => {
    const fast = withRuns((run) =>
      run.arm === other
        ? [{
          ...run,
          validation: run.validation.map((measured) => ({ ...measured, accuracy: 1 })),
          steps: run.steps.map((step) => ({ ...step, meanLevel: 0 }))
        }]
        : [run]
    )
    expect(comparisonOf(fast, "rollouts-to-baseline").difference?.verdict).toBe("better")
    expect(comparisonOf(fast, "mean-level").difference?.verdict).toBe("lower")
  })

  test("few pairs of equal sign give no verdict, since chance does so too", () => {
    const few = shifted(() => 0.1)
    const of = (seeds: number) =>
      comparisonOf({ ...few, runs: few.runs.filter(({ seed }) => seed <= seeds) }, "test")
    expect(of(fewestPairs - 1).difference?.verdict).toBe("inconclusive")
    expect(of(fewestPairs).difference?.verdict).toBe("better")
    expect(ComparisonTable.row(of(fewestPairs - 1)).at(-1)).toContain("fewer than 6 pairs")
  })
})

describe("what is missing", () => {
  test("runs that are not there leave their pair out, and are named", () => {
    const partial = withRuns((run) =>
      (run.arm === other && run.seed === 2) || (run.arm === baseline && run.seed === 5) ? [] : [run]
    )
    expect(missingRuns(partial)).toEqual([{ arm: baseline, seed: 5 }, { arm: other, seed: 2 }])
    const { difference, scores, withoutRun } = comparisonOf(partial, "test")
    expect(scores.map(({ seed }) => seed)).toEqual([1, 3, 4, 5, 6, 7, 8])
    expect(withoutRun).toEqual([2])
    expect(difference!.seeds).toEqual([1, 3, 4, 6, 7, 8])
    const toBaseline = comparisonOf(partial, "rollouts-to-baseline")
    expect([toBaseline.withoutRun, toBaseline.withoutScore]).toEqual([[2], [5]])
    expect(ComparisonTable.row(toBaseline).at(-1)).toContain("no run with seed 2; no score with seed 5")
  })

  test("a run that never reached the baseline counts with its budget, and is said", () => {
    const slow = withRuns((run) =>
      run.arm === other && run.seed <= 3
        ? [{ ...run, validation: run.validation.map((measured) => ({ ...measured, accuracy: 0 })) }]
        : [{ ...run, validation: run.validation.map((measured) => ({ ...measured, accuracy: 1 })) }]
    )
    const found = comparisonOf(slow, "rollouts-to-baseline")
    expect(found.scores.map(({ censored, value }) => [value, censored])).toEqual([
      ...Array.from({ length: 3 }, () => [results.experiment.rollouts, true]),
      ...Array.from({ length: 5 }, () => [0, false])
    ])
    expect(found.difference?.censored).toBe(3)
    expect(ComparisonTable.remarks(found).join()).toContain("3 of 8 never got there")
  })

  test("a metric that an arm has no scores of", () => {
    const found = comparisonOf(results, "brier")
    expect(found).toMatchObject({ scores: [], estimate: null })
    expect(ComparisonTable.row(found)).toEqual([
      other,
      "–",
      "0",
      "–",
      "0",
      "–",
      "no score with seed 1, 2, 3, 4, 5, 6, 7, 8"
    ])
  })
})

test("the table is aligned, and says every metric and arm", () => {
  const { experiment } = results
  const lines = ComparisonTable.text(experiment, compare(results)).split("\n")
  const verdicts = lines[0]!.indexOf("verdict")
  const rows = lines.filter((line) => line.startsWith(`  ${other} `))
  expect(rows).toHaveLength(experiment.metrics.length)
  for (const line of rows) {
    expect(line.slice(verdicts)).toMatch(/^(better|worse|higher|lower|inconclusive|–)(  |$)/)
  }
})
