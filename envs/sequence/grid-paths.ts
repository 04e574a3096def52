import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

/** The first rows of the triangle of binomials: row n has (n over 0) to (n over n). */
const pascal = (size: number): ReadonlyArray<ReadonlyArray<bigint>> => {
  const rows = [[1n]]
  while (rows.length < size) {
    const row = rows.at(-1)!
    rows.push([1n, ...row.slice(1).map((value, index) => value + row[index]!), 1n])
  }
  return rows
}

const cells = (grid: ReadonlyArray<string>, kind: string): ReadonlyArray<readonly [number, number]> =>
  grid.flatMap((row, down) =>
    [...row].flatMap((cell, right) => (cell === kind ? [[down, right] as const] : []))
  )

export default Environment.make({
  name: "grid-paths",
  tags: ["sequence", "grid", "dynamic-programming", "counting"],
  skill: "counting ways through a grid with obstacles",
  source: "Classic; lattice paths, Whitworth 1870",
  scale: { size: Scale.geometric({ min: 4, max: 42 }) },
  instance: Schema.Struct({
    grid: Schema.Array(Schema.String.pipe(Schema.pattern(/^[.#]+$/))).pipe(Schema.minItems(1))
  }),
  answer: Answer.bigint,
  // Walls stand beside one way through, so that there always is one.
  generate: ({ size }) =>
    Gen.gen(function*() {
      const steps = yield* Gen.shuffle(Array.from({ length: 2 * size - 2 }, (_, step) => step % 2))
      const free = new Set([0])
      let at = 0
      for (const step of steps) {
        at += step === 0 ? 1 : size
        free.add(at)
      }
      const others = Array.from({ length: size * size }, (_, cell) => cell).filter((cell) => !free.has(cell))
      const walls = new Set(yield* Gen.subset(others, yield* Gen.int(1, Math.floor(others.length / 3))))
      return {
        grid: Array.from({ length: size }, (_, down) =>
          Array.from({ length: size }, (_, right) => (walls.has(down * size + right) ? "#" : ".")).join(""))
      }
    }),
  statement: ({ grid }) =>
    "How many ways lead from the top left to the bottom right cell of this grid, if each step goes one cell right or "
    + `one cell down and never onto a #?\n${grid.join("\n")}`,
  // Row by row: a cell is come to from above or from the left.
  solve: ({ grid }) => {
    const ways = [1n, ...Array.from(grid[0]!.slice(1), () => 0n)]
    for (const row of grid) {
      for (let right = 0; right < row.length; right++) {
        ways[right] = row[right] === "#" ? 0n : ways[right]! + (ways[right - 1] ?? 0n)
      }
    }
    return ways.at(-1)!
  },
  brute: {
    upTo: { size: 20 },
    // All ways without walls are binomials; those are taken away whose first wall is this one, for every wall.
    solve: ({ grid }) => {
      const binomials = pascal(grid.length + grid[0]!.length)
      const walls = cells(grid, "#")
      const reaching: Array<bigint> = []
      const end = [grid.length - 1, grid[0]!.length - 1] as const
      for (const [down, right] of [...walls, end]) {
        let ways = binomials[down + right]![down]!
        reaching.forEach((first, index) => {
          const [above, left] = [down - walls[index]![0], right - walls[index]![1]]
          if (above >= 0 && left >= 0) ways -= first * binomials[above + left]![above]!
        })
        reaching.push(ways)
      }
      return reaching.at(-1)!
    }
  },
  properties: {
    "as large as the scale asks for": ({ grid }, _, { size }) =>
      grid.length === size && grid.every((row) => row.length === size),
    "at most a third of the cells beside one way are walls": ({ grid }, _, { size }) => {
      const walls = cells(grid, "#").length
      return 1 <= walls && 3 * walls <= (size - 1) ** 2
    },
    "one way at least": (_, gold) => gold >= 1n
  }
})
