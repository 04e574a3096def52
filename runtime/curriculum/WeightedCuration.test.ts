import { describe, expect, test } from "bun:test"
import * as Controller from "./Controller.ts"
import * as WeightedCuration from "./WeightedCuration.ts"

const weight = (
  difficulties: ReadonlyArray<number>,
  lastStep: number | null,
  step: number,
  changes: Partial<WeightedCuration.Settings> = {}
) =>
  WeightedCuration.weight({ ...WeightedCuration.defaults, ...changes }, Controller.defaults, {
    lastStep,
    controller: { maxLevel: 9, difficulty: 1, difficulties, accuracies: difficulties.map(() => 0.5) }
  }, step)

describe("weight", () => {
  test("of an environment never seen is α + β", () => {
    expect(weight([], null, 7)).toBe(1.1)
    expect(weight([], null, 7, { alpha: 3, beta: 2 })).toBe(5)
  })

  test("grows with the slope, from three points on", () => {
    expect(weight([4, 2], 7, 7)).toBe(1)
    expect(weight([4, 2, 0], 7, 7)).toBe(0)
    expect(weight([2, 2, 2], 7, 7)).toBe(0)
    // Slopes of 0.05 and 0.1 levels per step, at the default scale and at twice it.
    expect(weight([2, 2.05, 2.1], 7, 7)).toBeCloseTo(1 - 1 / Math.E, 12)
    expect(weight([2, 2.1, 2.2, 2.3], 7, 7, { slopeScale: 0.1 })).toBeCloseTo(1 - 1 / Math.E, 12)
    expect(weight([0, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9], 7, 7)).toBe(0)
  })

  test("grows with the steps since rollouts, up to the scale", () => {
    const falling = [3, 2, 1]
    expect(weight(falling, 10, 11)).toBeCloseTo(0.001, 12)
    expect(weight(falling, 10, 60)).toBeCloseTo(0.05, 12)
    expect(weight(falling, 10, 1000)).toBeCloseTo(0.1, 12)
    expect(weight(falling, 10, 12, { ageScale: 4 })).toBeCloseTo(0.05, 12)
  })
})
