import * as Verdict from "@scaler/judge/Verdict"
import { describe, expect, test } from "bun:test"
import { FastCheck as fc } from "effect"
import type { Group } from "../rollout/Rollout.ts"
import * as Advantage from "./Advantage.ts"
import { trainingRollouts } from "./Batch.ts"

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

describe("trainingRollouts", () => {
  test("keep the order of groups and rollouts, and leave out groups without signal", () => {
    const rollouts = trainingRollouts(
      [group(1, [0, 1]), group(2, [1, 1]), group(3, [1, 0])],
      Advantage.defaults,
      undefined
    )
    expect(rollouts.map(({ response }) => [...response])).toEqual([[1, 0], [1, 1], [3, 0], [3, 1]])
    expect(rollouts.map(({ advantage }) => Math.sign(advantage))).toEqual([-1, 1, 1, -1])
  })

  test("permuted, carry the same advantages, dealt out by seed and step, unrelated to what was earned", () => {
    const groups = Array.from({ length: 200 }, (_, index) => group(index, [1, 0, 0, 0]))
    const firsts = (seed: number, step: number) =>
      trainingRollouts(groups, Advantage.defaults, { seed, step }).filter((_, place) => place % 4 === 0).map((
        { advantage }
      ) => advantage > 0)
    expect(firsts(1, 1)).toEqual(firsts(1, 1))
    expect(firsts(1, 1)).not.toEqual(firsts(1, 2))
    expect(firsts(1, 1)).not.toEqual(firsts(2, 1))
    // The first of four is favoured in a quarter of 200 groups: 50 expected, deviation 6.1.
    expect(Math.abs(firsts(1, 1).filter(Boolean).length - 50)).toBeLessThan(30)
    fc.assert(fc.property(rewards, fc.nat(), (all, step) => {
      const sorted = (permute: { seed: number; step: number } | undefined) =>
        trainingRollouts([group(0, all)], Advantage.defaults, permute).map(({ advantage }) => advantage)
          .toSorted((a, b) => a - b)
      const dealt = sorted({ seed: 1, step })
      expect(dealt).toHaveLength(sorted(undefined).length)
      // Sums of floating-point numbers depend on their order in the last digits.
      for (const [i, advantage] of sorted(undefined).entries()) expect(dealt[i]!).toBeCloseTo(advantage, 9)
    }))
  })
})
