import { describe, expect, test } from "bun:test"
import * as FastCheck from "effect/FastCheck"
import { fromCoordinates } from "../Random.ts"
import { components, degrees } from "../testing/components.ts"
import { driven } from "../testing/driven.ts"
import { expectChances, expectUniform } from "../testing/tally.ts"
import type { Edge } from "./graphs.ts"
import { tree, type TreeShape } from "./trees.ts"

const shapes: ReadonlyArray<TreeShape> = ["uniform", "path", "star", "caterpillar", "binary", "deep"]
const random = (name: string) => fromCoordinates("trees test", name)

const longestPath = (vertices: number, edges: ReadonlyArray<Edge>): number => {
  const distances = Array.from(
    { length: vertices },
    (_, a) => Array.from({ length: vertices }, (_, b) => (a === b ? 0 : Infinity))
  )
  for (const [a, b] of edges) distances[a]![b] = distances[b]![a] = 1
  for (const through of distances.keys()) {
    for (const row of distances) {
      row.forEach((distance, to) => row[to] = Math.min(distance, row[through]! + distances[through]![to]!))
    }
  }
  return Math.max(...distances.flat())
}

test("every labelled tree is alike likely, in every order of its edges", () => {
  const source = random("uniform")
  const labelled = (vertices: number) => () => tree(source, vertices, "uniform").map(String).sort()
  // Cayley: n to the power of n − 2.
  expectUniform(3, 3000, labelled(3))
  expectUniform(16, 8000, labelled(4))
  expectUniform(125, 50_000, labelled(5))
  expectUniform(6, 6000, () => tree(source, 4, "uniform")[0])
  expectUniform(6, 6000, () => tree(source, 4, "path")[2])
})

// How likely the one with a vertex in the middle is among those on four vertices; the others are paths.
test.each<[TreeShape, number]>([
  ["uniform", 4 / 16],
  ["path", 0],
  ["star", 1],
  // Both others hang on the same one of two.
  ["caterpillar", 1 / 2],
  // 2 is put below 1 in two of three places, and 3 beside 2 in one of four.
  ["binary", 1 / 6],
  // 2 on 0 or 1, and 3 on the same one.
  ["deep", 1 / 3]
])("%s: labels are shuffled, and stars have their chance", (shape, star) => {
  const source = random(shape)
  const chances: Record<string, number> = {}
  for (let middle = 0; middle < 4; middle++) {
    const degrees = [1, 1, 1, 1]
    degrees[middle] = 3
    chances[JSON.stringify(degrees)] = star / 4
    for (let end = 0; end < middle; end++) {
      chances[JSON.stringify([0, 1, 2, 3].map((vertex) => vertex === end || vertex === middle ? 1 : 2))] =
        (1 - star) / 6
    }
  }
  const possible = Object.fromEntries(Object.entries(chances).filter(([, chance]) => chance > 0))
  expectChances(possible, 10_000, () => degrees(4, tree(source, 4, shape)))
})

describe.each(shapes)("%s", (shape) => {
  const check = (holds: (vertices: number, edges: ReadonlyArray<Edge>) => void) =>
    FastCheck.assert(
      FastCheck.property(driven, FastCheck.integer({ min: 1, max: 40 }), (source, vertices) =>
        holds(vertices, tree(source, vertices, shape)))
    )

  test("is a tree of edges [smaller, larger]", () =>
    check((vertices, edges) => {
      expect(edges).toHaveLength(vertices - 1)
      expect(edges.every(([a, b]) => 0 <= a && a < b && b < vertices)).toBe(true)
      expect(components(vertices, edges)).toBe(1)
    }))

  test("has its shape", () =>
    check((vertices, edges) => {
      const counts = degrees(vertices, edges)
      if (shape === "path") expect(longestPath(vertices, edges)).toBe(vertices - 1)
      if (shape === "star" && vertices > 1) expect(Math.max(...counts)).toBe(vertices - 1)
      if (shape === "caterpillar") {
        // Without its leaves it is a path: no vertex has three neighbours that are none.
        const inner = edges.filter((edge) => edge.every((vertex) => counts[vertex]! > 1))
        expect(Math.max(...degrees(vertices, inner))).toBeLessThanOrEqual(2)
        expect(longestPath(vertices, edges)).toBeGreaterThanOrEqual(Math.ceil(vertices / 2) - 1)
      }
      if (shape === "binary") expect(Math.max(...counts)).toBeLessThanOrEqual(3)
      if (shape === "deep") expect(longestPath(vertices, edges)).toBeGreaterThanOrEqual((vertices - 1) / 3)
    }))

  test.each([0, -1, 2.5, NaN])("of %d vertices is refused", (vertices) => {
    expect(() => tree(random("refused"), vertices, shape)).toThrow(
      "tree: vertices must be a whole number from 1 up"
    )
  })
})
