import { fromCoordinates } from "@scaler/dsl/Random"
import { describe, expect, test } from "bun:test"
import type { Explanation } from "../curriculum/Explanation.ts"
import type { Group } from "../rollout/Rollout.ts"
import { calibration } from "./Calibration.ts"

const group = (environment: string, level: number, accepted: ReadonlyArray<boolean>): Group => ({
  question: { environment, level, index: 0, instance: null, statement: "", gold: 0 },
  prompt: new Int32Array(),
  rollouts: accepted.map((isAccepted) => ({
    response: { tokens: new Int32Array(), logProbs: new Float32Array(), finish: "stop" },
    text: "",
    verdict: isAccepted ? { _tag: "Accepted" } : { _tag: "Wrong", reason: "" },
    reward: isAccepted ? 1 : 0
  }))
})

const explanation = (environment: string, expected: Readonly<Record<number, number>>): Explanation => ({
  environment,
  levels: Object.keys(expected).map(Number),
  place: { _tag: "uniform", environments: 1, slots: 1 },
  choice: {
    _tag: "frontier",
    maxLevel: 9,
    ability: null,
    unevenness: 0.1,
    choices: Object.entries(expected).map(([level, p]) => ({
      level: Number(level),
      expected: p,
      draw: 0,
      signal: 0
    }))
  }
})

describe("calibration", () => {
  test("is the mean squared error over rollouts, and counts by what was expected", () => {
    const groups = [
      group("a", 0, [true, false, true, true]),
      group("a", 2, [false, false]),
      group("b", 1, [true]),
      // At a level that was not planned: of dynamic sampling.
      group("b", 5, [true, true])
    ]
    const { bins, squaredError } = calibration(groups, [
      explanation("a", { 0: 0.7, 2: 0.05 }),
      explanation("b", { 1: 1 })
    ])!
    expect(squaredError).toBeCloseTo(3 * 0.3 ** 2 + 0.7 ** 2 + 2 * 0.05 ** 2, 12)
    expect(bins.map(({ accepted, rollouts }) => [accepted, rollouts])).toEqual([
      [0, 2],
      ...Array.from({ length: 6 }, () => [0, 0]),
      [3, 4],
      [0, 0],
      [1, 1]
    ])
    expect(bins[7]!.expected).toBeCloseTo(2.8, 12)
  })

  test("of a forecaster who knows the chances is their variance, and no other forecast does better", () => {
    const random = fromCoordinates("calibration")
    const chances = [0.1, 0.5, 0.8]
    const groups = chances.flatMap((p, level) =>
      Array.from({ length: 500 }, () => group("a", level, Array.from({ length: 8 }, () => random.unit() < p)))
    )
    const brier = (shift: number) =>
      calibration(groups, [
        explanation("a", Object.fromEntries(chances.map((p, level) => [level, p + shift])))
      ])!.squaredError / (groups.length * 8)
    const variance = chances.reduce((sum, p) => sum + p * (1 - p), 0) / chances.length
    expect(Math.abs(brier(0) - variance)).toBeLessThan(0.01)
    expect(brier(0.1)).toBeGreaterThan(brier(0))
    expect(brier(-0.1)).toBeGreaterThan(brier(0))
  })

  test("there is none of rules that predict nothing", () => {
    const { choice: _, ...others } = explanation("a", { 0: 0.5 })
    const uniform = { ...others, choice: { _tag: "uniform" as const, maxLevel: 9 } }
    expect(calibration([group("a", 0, [true])], [uniform])).toBeNull()
  })
})
