import { describe, expect, test } from "bun:test"
import * as FastCheck from "effect/FastCheck"
import { fromCoordinates, fromWords } from "../Random.ts"
import { components } from "../testing/components.ts"
import { driven } from "../testing/driven.ts"
import { expectChances, expectUniform } from "../testing/tally.ts"
import type { Edge } from "./graphs.ts"
import { maze } from "./mazes.ts"
import { spanningTree } from "./spanningTrees.ts"

const random = (name: string) => fromCoordinates("mazes test", name)

describe("spanning trees", () => {
  const treeOf = (source: ReturnType<typeof random>, neighbours: ReadonlyArray<ReadonlyArray<number>>) =>
    spanningTree(source, neighbours).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`).sort()

  test("every one is alike likely", () => {
    const source = random("trees")
    const complete = [0, 1, 2, 3].map((vertex) => [0, 1, 2, 3].filter((other) => other !== vertex))
    // Cayley: 4².
    expectUniform(16, 8000, () => treeOf(source, complete))
    // A square with one diagonal: 8, 4 of them with it.
    expectUniform(8, 8000, () => treeOf(source, [[1, 2, 3], [0, 2], [0, 1, 3], [0, 2]]))
  })

  test.each([0, 1, 2, 12345, 2 ** 31, 4_000_000_000])("are found where every word is %d", (word) => {
    const size = 12
    const grid = Array.from({ length: size * size }, (_, cell) => [
      ...(cell % size > 0 ? [cell - 1] : []),
      ...(cell % size < size - 1 ? [cell + 1] : []),
      ...(cell >= size ? [cell - size] : []),
      ...(cell < size * (size - 1) ? [cell + size] : [])
    ])
    let taken = 0
    const tree = spanningTree(
      fromWords(() => {
        if (++taken > 50_000) throw new Error("it does not end")
        return word
      }),
      grid
    )
    expect(tree).toHaveLength(size * size - 1)
    expect(components(size * size, tree)).toBe(1)
  })
})

describe("mazes", () => {
  /** The open places, numbered by row and column, and the pairs of them that are side by side. */
  const ways = (rows: ReadonlyArray<string>) => {
    const open: Array<string> = []
    rows.forEach((row, y) => [...row].forEach((character, x) => character === "." && open.push(`${y} ${x}`)))
    const edges = open.flatMap((place, index): ReadonlyArray<Edge> => {
      const [y, x] = place.split(" ").map(Number) as [number, number]
      return [`${y + 1} ${x}`, `${y} ${x + 1}`].map((other) => open.indexOf(other)).filter((other) =>
        other >= 0
      )
        .map((other) => [index, other])
    })
    return { open, edges }
  }

  test("every one without loops is alike likely", () => {
    const source = random("mazes")
    // Spanning trees of grids of cells, OEIS A116469: 15 for 2 × 3, 192 for 3 × 3.
    expectUniform(15, 7500, () => maze(source, 5, 7, 0))
    expectUniform(192, 60_000, () => maze(source, 7, 7, 0))
  })

  test("every wall is alike likely to be opened for a loop", () => {
    const source = random("loops")
    // Two rows of three cells have seven walls between them. With one loop, one is left; the chance of which is the
    // number of spanning trees without it, 6 for the wall in the middle and 4 for each other, over 15 trees times 2.
    const walls = [[1, 2], [1, 4], [2, 1], [2, 3], [2, 5], [3, 2], [3, 4]] as const
    const chances = Object.fromEntries(
      walls.map((wall) => [JSON.stringify([wall]), wall[0] === 2 && wall[1] === 3 ? 6 / 30 : 4 / 30])
    )
    expectChances(chances, 15_000, () => {
      const rows = maze(source, 5, 7, 1)
      return walls.filter(([y, x]) => rows[y]![x] === "#")
    })
  })

  test("have walls around, cells at odd places, and one way more between them for each loop", () => {
    const half = FastCheck.integer({ min: 1, max: 7 })
    FastCheck.assert(
      FastCheck.property(driven, half, half, FastCheck.nat(), (source, height, width, more) => {
        const loops = more % ((height - 1) * (width - 1) + 1)
        const rows = maze(source, 2 * height + 1, 2 * width + 1, loops)
        expect(rows.map((row) => row.length)).toEqual(
          Array.from({ length: 2 * height + 1 }, () => 2 * width + 1)
        )
        rows.forEach((row, y) =>
          [...row].forEach((character, x) => {
            const border = y === 0 || x === 0 || y === 2 * height || x === 2 * width
            if (border || (y % 2 === 0 && x % 2 === 0)) expect(character).toBe("#")
            else if (y % 2 === 1 && x % 2 === 1) expect(character).toBe(".")
            else expect(character).toMatch(/[#.]/)
          })
        )
        const { edges, open } = ways(rows)
        expect(open).toHaveLength(2 * height * width - 1 + loops)
        expect(components(open.length, edges)).toBe(1)
      })
    )
  })

  test.each([
    [4, 5, 0, "maze: rows must be an odd number from 3 up, not 4"],
    [5, 1, 0, "maze: columns must be an odd number from 3 up, not 1"],
    [5, 5, 2, "maze: loops must be a whole number from 0 to 1, not 2"],
    [NaN, 5, 0, "rows"]
  ])("of %d rows, %d columns and %d loops are refused", (rows, columns, loops, message) => {
    expect(() => maze(random("refused"), rows, columns, loops)).toThrow(message)
  })
})
