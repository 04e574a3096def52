import { fromCoordinates } from "@scaler/dsl/Random"
import { describe, expect, test } from "bun:test"
import { grams, similarity, words } from "./Grams.ts"
import * as MinHash from "./MinHash.ts"

/** Two texts of random words, the second with some words of the first replaced: the grams of both. */
const pair = (index: number) => {
  const { below, unit } = fromCoordinates("texts", index)
  const word = () => `w${below(500)}`
  const first = Array.from({ length: 40 + below(300) }, word)
  const share = unit() ** 2
  const second = first.map((one) => unit() < share ? word() : one)
  return [first, second].map((text) => grams(words(text.join(" ")), 3)) as [Set<string>, Set<string>]
}

const pairs = Array.from({ length: 300 }, (_, index) => {
  const [first, second] = pair(index)
  const [a, b] = [MinHash.signature(first), MinHash.signature(second)]
  return { first, second, a, b, exact: similarity(first, second), estimate: MinHash.estimate(a, b) }
})

describe("the estimate of a similarity", () => {
  test("is as near to it as a mean of as many coin flips as there are permutations", () => {
    // In standard errors: 5 of them are exceeded once in two million draws.
    const errors = pairs.filter(({ exact }) => exact > 0 && exact < 1).map(({ estimate, exact }) =>
      (estimate - exact) / Math.sqrt(exact * (1 - exact) / MinHash.permutations)
    )
    expect(errors.length).toBeGreaterThan(250)
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(5)
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(errors.length))
    const variance = errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length
    expect(variance).toBeGreaterThan(0.6)
    expect(variance).toBeLessThan(1.5)
    expect(pairs.some(({ exact }) => exact > 0.8) && pairs.some(({ exact }) => exact < 0.1)).toBe(true)
  })

  test("is exact for equal sets and for sets that have nothing in common", () => {
    const [{ a, first }] = pairs as [typeof pairs[number]]
    expect(MinHash.estimate(a, MinHash.signature(new Set([...first].reverse())))).toBe(1)
    expect(MinHash.estimate(a, MinHash.signature(new Set(["another", "set"])))).toBe(0)
  })
})

describe("an index", () => {
  test("finds the sets that are similar, and only those", () => {
    for (const { a, b, estimate } of pairs) {
      const index = MinHash.index<string>(0.8)
      index.add("first", a)
      if (estimate >= 0.8) expect(index.closest(b)).toEqual({ key: "first", similarity: estimate })
      else expect(index.closest(b)).toBeUndefined()
    }
    expect(pairs.filter(({ estimate }) => estimate >= 0.8).length).toBeGreaterThan(30)
  })

  test("finds the most similar of many", () => {
    const index = MinHash.index<number>(0.5)
    for (const [at, { a }] of pairs.entries()) index.add(at, a)
    for (const [at, { b, estimate }] of pairs.entries()) {
      if (estimate > 0.5) expect(index.closest(b)).toEqual({ key: at, similarity: estimate })
    }
  })
})
