import { chiSquare, limit } from "@scaler/dsl/testing/chiSquare"
import { describe, expect, test } from "bun:test"
import { Schema } from "effect"
import * as Ceiling from "./Ceiling.ts"
import { curriculumContract } from "./contract.ts"
import type { Result } from "./Curriculum.ts"
import * as DataSet from "./DataSet.ts"
import * as UniformLevels from "./UniformLevels.ts"

const uniform = (slots: number, seed: number) =>
  UniformLevels.make(Schema.decodeSync(UniformLevels.Settings)({ rule: "uniform", slots }), seed)
const dataSet = (slots: number, seed: number, size = 16) =>
  DataSet.make(Schema.decodeSync(DataSet.Settings)({ rule: "data-set", slots, size }), seed)
const ceiling = (slots: number, seed: number) =>
  Ceiling.make(Schema.decodeSync(Ceiling.Settings)({ rule: "ceiling", slots }), seed)

curriculumContract("uniform", ({ seed, slots }) => uniform(slots, seed))
curriculumContract("data-set", ({ seed, slots }) => dataSet(slots, seed))
curriculumContract("ceiling", ({ seed, slots }) => ceiling(slots, seed))

const result = (...observations: Result["observations"]): ReadonlyArray<Result> => [
  { environment: "a", observations }
]

test("uniform levels are drawn alike from the whole ladder, by step", () => {
  const curriculum = uniform(1, 3)
  const state = curriculum.initial([{ name: "a", maxLevel: 4 }])
  const counts = [0, 0, 0, 0, 0]
  for (let step = 0; step < 400; step++) {
    for (const level of curriculum.plan(state, step, 10).assignments[0]!.levels) counts[level]!++
  }
  expect(chiSquare(counts)).toBeLessThan(limit(4))
})

describe("a data set", () => {
  const entries = [{ name: "a", maxLevel: 3 }, { name: "b", maxLevel: 5 }]

  test("is gone through in order, the same instances in every pass", () => {
    const curriculum = dataSet(2, 5, 12)
    let state = curriculum.initial(entries)
    const seen = new Map<string, Array<string>>(entries.map(({ name }) => [name, []]))
    for (let step = 0; step < 30; step++) {
      const plan = curriculum.plan(state, step, 7)
      for (const { environment, indexes, levels } of plan.assignments) {
        seen.get(environment)!.push(...levels.map((level, i) => `${level}/${indexes![i]!}`))
      }
      state = plan.state
    }
    for (const instances of seen.values()) {
      expect(new Set(instances).size).toBe(12)
      for (const [place, instance] of instances.entries()) expect(instance).toBe(instances[place % 12]!)
    }
    expect(seen.get("a")).not.toEqual(seen.get("b")!)
  })

  test("is another one under another seed", () => {
    const levels = (seed: number) => {
      const curriculum = dataSet(2, seed, 64)
      return curriculum.plan(curriculum.initial(entries), 0, 64).assignments.map(({ levels }) => levels)
    }
    expect(levels(1)).toEqual(levels(1))
    expect(levels(1)).not.toEqual(levels(2))
  })
})

describe("a ceiling", () => {
  const group = (level: number, accepted: number) => ({ level, accuracy: accepted / 8, rollouts: 8 })
  const groups = (level: number, ...accepted: ReadonlyArray<number>) => accepted.map((k) => group(level, k))
  /** Where the ceiling is after each step of a trace. */
  const trace = (steps: ReadonlyArray<ReadonlyArray<ReturnType<typeof group>>>, maxLevel = 9) => {
    const curriculum = ceiling(1, 1)
    let state = curriculum.initial([{ name: "a", maxLevel }])
    return steps.map((observations, step) => {
      state = curriculum.observe(curriculum.plan(state, step, 8).state, step, result(...observations))
      return state.environments[0]!.ceiling
    })
  }
  const all = groups(0, 8, 8, 8, 8, 8, 8, 8, 8)

  test("rises with the eighth prompt, not before", () => {
    expect(trace([all.slice(0, 7), all.slice(0, 1)])).toEqual([0, 1])
  })

  test("rises at 0.9 exactly, not below", () => {
    // 10 prompts of 8: 72 of 80 are 0.9, 71 are not.
    expect(trace([groups(0, 8, 8, 8, 8, 8, 8, 8, 8, 8, 0)])).toEqual([1])
    expect(trace([groups(0, 8, 8, 8, 8, 8, 8, 8, 8, 7, 0)])).toEqual([0])
  })

  test("counts only what was seen at it, and anew after each judgement", () => {
    // 64 wrong at level 0 are judged and forgotten; then level 0 is mastered; level 0 does not count for level 1.
    expect(trace([groups(0, 0, 0, 0, 0, 0, 0, 0, 0), all, all, groups(1, 8, 8, 8, 8, 8, 8, 8, 8)]))
      .toEqual([0, 1, 1, 2])
  })

  test("rises by one level a step, never falls, and ends at the highest", () => {
    const steps = [0, 1, 2, 2].map((level) => groups(level, ...Array.from({ length: 32 }, () => 8)))
    expect(trace([...steps, groups(2, 0, 0, 0, 0, 0, 0, 0, 0)], 2)).toEqual([1, 2, 2, 2, 2])
  })

  test("levels are drawn alike from it and the three below", () => {
    const curriculum = ceiling(1, 1)
    const [environment] = curriculum.initial([{ name: "a", maxLevel: 9 }]).environments
    for (const [height, lowest] of [[0, 0], [2, 0], [3, 0], [7, 4]] as const) {
      const state = {
        ...curriculum.initial([{ name: "a", maxLevel: 9 }]),
        environments: [{ ...environment!, ceiling: height }]
      }
      const counts = Array.from({ length: height - lowest + 1 }, () => 0)
      for (let step = 0; step < 200; step++) {
        for (const level of curriculum.plan(state, step, 10).assignments[0]!.levels) counts[level - lowest]!++
      }
      expect(counts.reduce((sum, count) => sum + count)).toBe(2000)
      if (height > 0) expect(chiSquare(counts)).toBeLessThan(limit(height - lowest))
    }
  })
})
