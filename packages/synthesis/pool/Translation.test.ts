import type { Scale } from "@scaler/dsl/Scale"
import { describe, expect, test } from "bun:test"
import { FastCheck as fc } from "effect"
import { derived, upstream } from "./Levels.ts"
import { entry } from "./testing.ts"
import { translation } from "./Translation.ts"

/** The reference's exponential ladder up to a range, repetitions and all. */
const exponential = (range: number): ReadonlyArray<number> => {
  const levels = [0]
  for (let level = 0; Math.trunc(1.3 ** level) < range; level++) levels.push(Math.trunc(1.3 ** level))
  return [...levels, range]
}

/** An entry with one parameter, which is 1 + `r`, and its two ladders. */
const single = (range: number) => {
  const one = entry({
    parameters: { n: { min: 1, max: range + 1, base: 1 } },
    range,
    upstreamLevels: exponential(range)
  })
  return { one, theirs: upstream(one), ours: derived(one) }
}

/** The mean `n` of the two levels that a difficulty mixes. */
const mean = (ladder: ReadonlyArray<Scale>, difficulty: number): number => {
  const [below, above] = [ladder[Math.floor(difficulty)]!, ladder[Math.ceil(difficulty)]!]
  const share = difficulty - Math.floor(difficulty)
  return (1 - share) * below["n"]! + share * above["n"]!
}

const range = fc.integer({ min: 1, max: 10_000 })
const share = fc.double({ min: 0, max: 1, noNaN: true })

describe("a difficulty on another ladder", () => {
  test("has the same mean setting, both ways", () => {
    fc.assert(fc.property(range, share, (range, share) => {
      const { one, ours, theirs } = single(range)
      const difficulty = share * (theirs.length - 1)
      const translated = translation(one, theirs, ours)(difficulty)
      expect(mean(ours, translated)).toBeCloseTo(mean(theirs, difficulty), 6)
      expect(mean(theirs, translation(one, ours, theirs)(translated)))
        .toBeCloseTo(mean(theirs, difficulty), 6)
    }))
  })

  test("is the same again, there and back from levels that rise", () => {
    fc.assert(fc.property(range, share, (range, share) => {
      const { one, ours, theirs } = single(range)
      const difficulty = share * (ours.length - 1)
      const there = translation(one, ours, theirs)(difficulty)
      expect(translation(one, theirs, ours)(there)).toBeCloseTo(difficulty, 6)
    }))
  })

  test("never falls where the difficulty rises, and meets both ends", () => {
    fc.assert(fc.property(range, share, share, (range, a, b) => {
      const { one, ours, theirs } = single(range)
      for (const [from, to] of [[ours, theirs], [theirs, ours]] as const) {
        const translate = translation(one, from, to)
        const top = from.length - 1
        expect(translate(0)).toBe(0)
        expect(translate(top)).toBe(to.length - 1)
        expect(translate(Math.max(a, b) * top)).toBeGreaterThanOrEqual(translate(Math.min(a, b) * top))
      }
    }))
  })

  test("is the same number on the same ladder", () => {
    fc.assert(fc.property(range, share, (range, share) => {
      const { one, theirs } = single(range)
      const difficulty = share * (theirs.length - 1)
      expect(translation(one, theirs, [...theirs])(difficulty)).toBe(difficulty)
    }))
  })
})

test("a ladder that ends earlier keeps a difficulty at its top", () => {
  const one = entry({ range: 11, upstreamLevels: [0, 2, 4] })
  const [theirs, ours] = [upstream(one), derived(one)]
  expect(translation(one, ours, theirs)(ours.length - 1)).toBe(2)
  expect(ours[translation(one, theirs, ours)(2)]).toEqual({ n: 5 })
})

test("the parameter that has come furthest says where a setting is", () => {
  const one = entry({
    parameters: { n: { min: 0, max: 10, base: 1 }, m: { min: 3, max: 103, base: 10 } },
    range: 10
  })
  const [from, to] = [[{ n: 0, m: 3 }, { n: 4, m: 43 }], [{ n: 0, m: 3 }, { n: 2, m: 23 }, { n: 6, m: 63 }]]
  expect(translation(one, from, to)(1)).toBe(1.5)
})
