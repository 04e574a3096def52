import * as Verdict from "@scaler/judge/Verdict"
import { describe, expect, test } from "bun:test"
import { FastCheck as fc } from "effect"
import type { Group } from "../rollout/Rollout.ts"
import { groupAdvantages } from "./Advantage.ts"
import { learningRateAt, trainingRollouts } from "./Batch.ts"

const group = (index: number, rewards: ReadonlyArray<number>): Group => ({
  question: { environment: "e", level: 0, index, instance: {}, statement: "", gold: 0 },
  prompt: Int32Array.of(index),
  rollouts: rewards.map((reward, sample) => ({
    response: { tokens: Int32Array.of(index, sample), logProbs: Float32Array.of(-1, -1), finish: "stop" },
    text: "",
    verdict: reward === 1 ? Verdict.Accepted() : Verdict.Wrong({ reason: "" }),
    reward
  }))
})

const rewards = fc.array(fc.constantFrom(0, 1), { minLength: 2, maxLength: 16 })

describe("groupAdvantages", () => {
  test("worked by hand: one of four right", () => {
    // mean 1/4; sample variance (0.5625 + 3 · 0.0625) / 3 = 1/4, so the deviation is 1/2.
    const [right, ...wrong] = groupAdvantages([1, 0, 0, 0])
    expect(right).toBeCloseTo(0.75 / 0.500001, 12)
    for (const advantage of wrong) expect(advantage).toBeCloseTo(-0.25 / 0.500001, 12)
  })

  test("sum to 0, have unit sample deviation, and keep the order of the rewards", () => {
    fc.assert(fc.property(rewards.filter((all) => new Set(all).size === 2), (all) => {
      const advantages = groupAdvantages(all)
      expect(advantages.reduce((sum, advantage) => sum + advantage, 0)).toBeCloseTo(0, 9)
      const squares = advantages.reduce((sum, advantage) => sum + advantage ** 2, 0)
      expect(squares / (all.length - 1)).toBeCloseTo(1, 4)
      for (const [i, reward] of all.entries()) expect(advantages[i]! > 0).toBe(reward === 1)
    }))
  })

  test("are 0 without signal", () => {
    expect(groupAdvantages([1, 1, 1])).toEqual([0, 0, 0])
    expect(groupAdvantages([0, 0])).toEqual([0, 0])
  })
})

describe("trainingRollouts", () => {
  test("keep the order of groups and rollouts, and leave out groups without signal", () => {
    const rollouts = trainingRollouts([group(1, [0, 1]), group(2, [1, 1]), group(3, [1, 0])], undefined)
    expect(rollouts.map(({ response }) => [...response])).toEqual([[1, 0], [1, 1], [3, 0], [3, 1]])
    expect(rollouts.map(({ advantage }) => Math.sign(advantage))).toEqual([-1, 1, 1, -1])
  })

  test("permuted, carry the same advantages, dealt out by seed and step, unrelated to what was earned", () => {
    const groups = Array.from({ length: 200 }, (_, index) => group(index, [1, 0, 0, 0]))
    const firsts = (seed: number, step: number) =>
      trainingRollouts(groups, { seed, step }).filter((_, place) => place % 4 === 0).map(({ advantage }) =>
        advantage > 0
      )
    expect(firsts(1, 1)).toEqual(firsts(1, 1))
    expect(firsts(1, 1)).not.toEqual(firsts(1, 2))
    expect(firsts(1, 1)).not.toEqual(firsts(2, 1))
    // The first of four is favoured in a quarter of 200 groups: 50 expected, deviation 6.1.
    expect(Math.abs(firsts(1, 1).filter(Boolean).length - 50)).toBeLessThan(30)
    fc.assert(fc.property(rewards, fc.nat(), (all, step) => {
      const sorted = (permute: { seed: number; step: number } | undefined) =>
        trainingRollouts([group(0, all)], permute).map(({ advantage }) => advantage).toSorted((a, b) => a - b)
      const dealt = sorted({ seed: 1, step })
      expect(dealt).toHaveLength(sorted(undefined).length)
      // Sums of floating-point numbers depend on their order in the last digits.
      for (const [i, advantage] of sorted(undefined).entries()) expect(dealt[i]!).toBeCloseTo(advantage, 9)
    }))
  })
})

test("the learning rate rises linearly and then stays", () => {
  expect([1, 5, 10, 11].map((step) => learningRateAt(step, 2, 10))).toEqual([0.2, 1, 2, 2])
  expect(learningRateAt(1, 2, 0)).toBe(2)
})
