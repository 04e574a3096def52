import { describe, expect, test } from "bun:test"
import * as FastCheck from "effect/FastCheck"
import { fromCoordinates, type Random } from "../Random.ts"
import { components } from "../testing/components.ts"
import { driven } from "../testing/driven.ts"
import { expectChances, expectUniform } from "../testing/tally.ts"
import { bipartite, connected, dag, type Edge, graph } from "./graphs.ts"

const random = (name: string) => fromCoordinates("distribution test", name)
const sorted = (edges: ReadonlyArray<Edge>) => edges.map(String).sort()

/** Holds `draw` to its numbers of vertices and edges, `least` … `most` given `vertices`, on driven randomness. */
const isSimple = (
  draw: (random: Random, vertices: number, edges: number) => ReadonlyArray<Edge>,
  least: (vertices: number) => number,
  holds: (vertices: number, edges: ReadonlyArray<Edge>) => void = () => {}
) =>
  FastCheck.assert(
    FastCheck.property(
      driven,
      FastCheck.integer({ min: 1, max: 20 }),
      FastCheck.nat(),
      (source, vertices, more) => {
        const most = (vertices * (vertices - 1)) / 2
        const count = least(vertices) + (more % (most - least(vertices) + 1))
        const edges = draw(source, vertices, count)
        expect(edges).toHaveLength(count)
        expect(new Set(edges.map(String)).size).toBe(count)
        expect(edges.every(([a, b]) => 0 <= a && a < b && b < vertices)).toBe(true)
        holds(vertices, edges)
      }
    )
  )

describe("graphs", () => {
  test("every one with so many edges is alike likely, in every order of them", () => {
    const source = random("graph")
    expectUniform(20, 10_000, () => sorted(graph(source, 4, 3)))
    expectUniform(30, 15_000, () => graph(source, 4, 2))
  })

  test("are simple", () => isSimple(graph, () => 0))

  test("of too many edges or none that are whole are refused", () => {
    expect(() => graph(random("refused"), 4, 7)).toThrow(
      "graph: edges must be a whole number from 0 to 6, not 7"
    )
    expect(() => graph(random("refused"), 4, 1.5)).toThrow(RangeError)
    expect(() => graph(random("refused"), -1, 0)).toThrow("graph: vertices")
    expect(graph(random("empty"), 0, 0)).toEqual([])
  })
})

describe("connected graphs", () => {
  test("come in proportion to their spanning trees", () => {
    const source = random("connected")
    const all: ReadonlyArray<Edge> = [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]]
    // Four edges on four vertices: without a vertex in common, the two that lack leave a circle, which has four
    // spanning trees; otherwise they leave a triangle with one more edge, which has three.
    const chances = Object.fromEntries(
      all.flatMap((first, index) =>
        all.slice(index + 1).map((second) => [
          JSON.stringify(sorted(all.filter((edge) => edge !== first && edge !== second))),
          (first.some((vertex) => second.includes(vertex)) ? 3 : 4) / 48
        ])
      )
    )
    expectChances(chances, 20_000, () => sorted(connected(source, 4, 4)))
    expectUniform(16, 8000, () => sorted(connected(source, 4, 3)))
    expectUniform(6, 6000, () => connected(source, 4, 5)[4])
  })

  test("are simple and connected", () =>
    isSimple(
      connected,
      (vertices) => vertices - 1,
      (vertices, edges) => expect(components(vertices, edges)).toBe(1)
    ))

  test("of too few or too many edges are refused", () => {
    for (const edges of [2, 7]) {
      expect(() => connected(random("refused"), 4, edges)).toThrow("edges must be a whole number from 3 to 6")
    }
    expect(() => connected(random("refused"), 0, 0)).toThrow("connected: vertices")
  })
})

describe("bipartite graphs", () => {
  test("every one with so many edges is alike likely, in every order of them", () => {
    const source = random("bipartite")
    expectUniform(15, 7500, () => sorted(bipartite(source, 2, 3, 2)))
    expectUniform(30, 15_000, () => bipartite(source, 3, 2, 2))
  })

  test("join a left vertex with a right one, no two twice", () => {
    const side = FastCheck.integer({ min: 1, max: 12 })
    FastCheck.assert(
      FastCheck.property(driven, side, side, FastCheck.nat(), (source, left, right, more) => {
        const count = more % (left * right + 1)
        const edges = bipartite(source, left, right, count)
        expect(new Set(edges.map(String)).size).toBe(count)
        expect(edges.every(([l, r]) => 0 <= l && l < left && 0 <= r && r < right)).toBe(true)
      })
    )
    expect(bipartite(random("empty"), 0, 5, 0)).toEqual([])
  })

  test("of too many edges are refused", () => {
    expect(() => bipartite(random("refused"), 2, 3, 7)).toThrow("edges must be a whole number from 0 to 6")
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
    expectUniform(20, 10_000, () => dag(source, 5, 1)[0])
    expectUniform(20, 10_000, () => dag(source, 5, 6)[5])
  })

  test("a complete one is a uniform order of its vertices", () => {
    const source = random("complete")
    const order = () => {
      const graph = dag(source, 4, 6)
      return [0, 1, 2, 3].map((vertex) => graph.filter(([from]) => from === vertex).length)
    }
    expectUniform(24, 6000, order)
  })
})
