import { describe, expect, test } from "bun:test"
import { FastCheck as fc } from "effect"
import { type Advantage, defaults, groupAdvantages } from "./Advantage.ts"

const rewards = fc.array(fc.constantFrom(0, 1), { minLength: 2, maxLength: 16 })
const varied = rewards.filter((all) => new Set(all).size === 2)
const every: ReadonlyArray<Advantage> = (["group-mean", "leave-one-out"] as const).flatMap((baseline) =>
  (["deviation", "none"] as const).map((scale) => ({ baseline, scale }))
)

describe("groupAdvantages", () => {
  test("worked by hand: one of four right", () => {
    // mean 1/4; sample variance (0.5625 + 3 · 0.0625) / 3 = 1/4, so the deviation is 1/2.
    const [right, ...wrong] = groupAdvantages([1, 0, 0, 0], defaults)
    expect(right).toBeCloseTo(0.75 / 0.500001, 12)
    for (const advantage of wrong) expect(advantage).toBeCloseTo(-0.25 / 0.500001, 12)
    expect(groupAdvantages([1, 0, 0, 0], { baseline: "group-mean", scale: "none" })).toEqual([
      0.75,
      -0.25,
      -0.25,
      -0.25
    ])
  })

  test("leave-one-out compares each reward with the mean of the others", () => {
    fc.assert(fc.property(fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 2 }), (all) => {
      fc.pre(new Set(all).size > 1)
      const advantages = groupAdvantages(all, { baseline: "leave-one-out", scale: "none" })
      for (const [i, reward] of all.entries()) {
        const others = all.filter((_, j) => j !== i)
        const mean = others.reduce((sum, other) => sum + other, 0) / others.length
        expect(advantages[i]!).toBeCloseTo(reward - mean, 9)
      }
    }))
  })

  test("scaled, have unit sample deviation", () => {
    fc.assert(fc.property(varied, (all) => {
      const squares = groupAdvantages(all, defaults).reduce((sum, advantage) => sum + advantage ** 2, 0)
      expect(squares / (all.length - 1)).toBeCloseTo(1, 4)
    }))
  })

  test.each(every)("%p sum to 0, keep the order of the rewards, and are 0 without signal", (settings) => {
    fc.assert(fc.property(varied, (all) => {
      const advantages = groupAdvantages(all, settings)
      expect(advantages.reduce((sum, advantage) => sum + advantage, 0)).toBeCloseTo(0, 9)
      for (const [i, reward] of all.entries()) expect(advantages[i]! > 0).toBe(reward === 1)
    }))
    expect(groupAdvantages([1, 1, 1], settings)).toEqual([0, 0, 0])
    expect(groupAdvantages([0, 0], settings)).toEqual([0, 0])
  })
})
