import { describe, expect, test } from "bun:test"
import { fromCoordinates } from "../Random.ts"
import { chiSquare, limit } from "../testing/chiSquare.ts"
import { dag } from "./graphs.ts"
import { distinctIntegers, integer, shuffled, weightedIndex } from "./integers.ts"

/** How often each outcome comes, given how many there can be. */
const tally = (outcomes: number, draws: number, draw: (index: number) => unknown): ReadonlyArray<number> => {
  const counts = new Map<string, number>()
  for (let index = 0; index < draws; index++) {
    const outcome = JSON.stringify(draw(index))
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  }
  expect(counts.size).toBe(outcomes)
  return [...counts.values()]
}

const random = (name: string) => fromCoordinates("distribution test", name)

describe("integers", () => {
  test("both ends are included", () => {
    const source = random("integer")
    expect(chiSquare(tally(7, 7000, () => integer(source, -3, 3)))).toBeLessThan(limit(6))
    expect(integer(source, 5, 5)).toBe(5)
  })

  test.each([[2, 1], [0.5, 2], [0, NaN], [0, 2 ** 53]])("%d to %d is refused", (min, max) => {
    expect(() => integer(random("refused"), min, max)).toThrow(RangeError)
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
    expect(chiSquare(tally(60, 12_000, () => distinctIntegers(source, -2, 2, 3)))).toBeLessThan(limit(59))
    // All of them, so that only the order is random.
    expect(chiSquare(tally(24, 6000, () => distinctIntegers(source, 0, 3, 4)))).toBeLessThan(limit(23))
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
    expect(chiSquare(tally(24, 12_000, () => shuffled(source, values)))).toBeLessThan(limit(23))
    expect(values).toEqual(["a", "b", "c", "d"])
  })
})

describe("directed acyclic graphs", () => {
  const isAcyclic = (vertices: number, edges: ReadonlyArray<readonly [number, number]>): boolean => {
    let left = new Set(Array.from({ length: vertices }, (_, vertex) => vertex))
    for (;;) {
      const next = new Set(
        [...left].filter((vertex) => edges.some(([from, to]) => to === vertex && left.has(from)))
      )
      if (next.size === left.size) return next.size === 0
      left = next
    }
  }

  test("are acyclic, with as many different edges as asked for", () => {
    for (let vertices = 0; vertices < 14; vertices++) {
      const most = (vertices * (vertices - 1)) / 2
      for (const edges of new Set([0, Math.floor(most / 2), most])) {
        const graph = dag(fromCoordinates("dag", vertices, edges), vertices, edges)
        expect(graph).toHaveLength(edges)
        expect(new Set(graph.map(String)).size).toBe(edges)
        expect(graph.flat().every((vertex) => vertex >= 0 && vertex < vertices)).toBe(true)
        expect(isAcyclic(vertices, graph)).toBe(true)
      }
    }
    expect(() => dag(random("dag"), 4, 7)).toThrow("only 6")
  })

  test("every pair is alike likely, in either direction and at every place", () => {
    const source = random("pairs")
    expect(chiSquare(tally(20, 10_000, () => dag(source, 5, 1)[0]))).toBeLessThan(limit(19))
    expect(chiSquare(tally(20, 10_000, () => dag(source, 5, 6)[5]))).toBeLessThan(limit(19))
  })

  test("a complete one is a uniform order of its vertices", () => {
    const source = random("complete")
    const order = () => {
      const graph = dag(source, 4, 6)
      return [0, 1, 2, 3].map((vertex) => graph.filter(([from]) => from === vertex).length)
    }
    expect(chiSquare(tally(24, 6000, order))).toBeLessThan(limit(23))
  })
})
