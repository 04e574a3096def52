import { describe, expect, test } from "bun:test"
import { fromCoordinates } from "../Random.ts"
import { chiSquare, limit } from "../testing/chiSquare.ts"
import { expectChances, expectUniform } from "../testing/tally.ts"
import { distinctIntegers, integer, shuffled, skewed, weightedIndex } from "./integers.ts"

const random = (name: string) => fromCoordinates("distribution test", name)

describe("integers", () => {
  test("both ends are included", () => {
    const source = random("integer")
    expectUniform(7, 7000, () => integer(source, -3, 3))
    expect(integer(source, 5, 5)).toBe(5)
  })

  test.each([[2, 1], [0.5, 2], [0, NaN], [0, 2 ** 53]])("%d to %d is refused", (min, max) => {
    expect(() => integer(random("refused"), min, max)).toThrow(RangeError)
  })

  test.each([0, 1, 3, -1, -4])("skewed by %d is the largest or smallest of so many", (lean) => {
    const source = random(`skewed ${lean}`)
    // P(at most x of 0 … 4), and its mirror image.
    const atMost = (x: number) => ((x + 1) / 5) ** (1 + Math.abs(lean))
    const chances = [0, 1, 2, 3, 4].map((x) => atMost(x) - atMost(x - 1))
    if (lean < 0) chances.reverse()
    const byValue = Object.fromEntries(chances.map((chance, x) => [x - 2, chance]))
    expectChances(byValue, 20_000, () => skewed(source, -2, 2, lean))
  })

  test.each([0.5, 1001, -1001, NaN])("a lean of %d is refused", (lean) => {
    expect(() => skewed(random("refused"), 0, 9, lean)).toThrow("skewed: lean must be a whole number")
  })

  test("weights are chances", () => {
    const source = random("weighted")
    const weights = [1, 0, 2.5, 0.5, 4, 0]
    const counts = weights.map(() => 0)
    for (let draw = 0; draw < 20_000; draw++) counts[weightedIndex(source, weights)]!++
    expect([counts[1], counts[5]]).toEqual([0, 0])
    const positive = [0, 2, 3, 4]
    expect(chiSquare(positive.map((index) => counts[index]!), positive.map((index) => weights[index]! / 8)))
      .toBeLessThan(limit(3))
  })

  test.each([[[]], [[0, 0]], [[1, -1]], [[NaN]], [[Infinity]]])("weights %j are refused", (weights) => {
    expect(() => weightedIndex(random("refused"), weights)).toThrow(RangeError)
  })

  test("every sequence of distinct integers is alike likely", () => {
    const source = random("distinct")
    // 5 · 4 · 3 sequences of three out of five.
    expectUniform(60, 12_000, () => distinctIntegers(source, -2, 2, 3))
    // All of them, so that only the order is random.
    expectUniform(24, 6000, () => distinctIntegers(source, 0, 3, 4))
  })

  test("distinct integers are distinct and within their bounds, in huge ranges too", () => {
    const source = random("range")
    for (let count = 0; count < 200; count++) {
      const values = distinctIntegers(source, -(2 ** 40), 2 ** 40, count)
      expect(new Set(values).size).toBe(count)
      expect(values.every((value) => Math.abs(value) <= 2 ** 40)).toBe(true)
    }
    expect(() => distinctIntegers(source, 0, 3, 5)).toThrow("only 4")
    expect(() => distinctIntegers(source, 0, 3, -1)).toThrow(RangeError)
  })

  test("every order of a shuffle is alike likely, and the original stays", () => {
    const source = random("shuffle")
    const values = ["a", "b", "c", "d"]
    expectUniform(24, 12_000, () => shuffled(source, values))
    expect(values).toEqual(["a", "b", "c", "d"])
  })
})
