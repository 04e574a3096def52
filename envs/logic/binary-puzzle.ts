import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

/** Rows of 0, 1 and, where a cell is empty, `.`. */
type Grid = ReadonlyArray<string>

/** Whether a line, also one that is not complete, has no three equal in a row and not too many of either. */
const fits = (line: string, size: number): boolean =>
  !/000|111/.test(line) && line.split("0").length - 1 <= size / 2 && line.split("1").length - 1 <= size / 2

const linesOf = (size: number): ReadonlyArray<string> => {
  let lines = [""]
  for (let at = 0; at < size; at++) {
    lines = lines.flatMap((line) => [`${line}0`, `${line}1`]).filter((line) => fits(line, size))
  }
  return lines
}

/** Whether a row can come below others: in no column the third of its kind in a row, or one too many. */
const fitsBelow = (rows: Grid, row: string): boolean =>
  [...row].every((cell, column) =>
    (rows.at(-1)?.[column] !== cell || rows.at(-2)?.[column] !== cell) &&
    rows.filter((other) => other[column] === cell).length < row.length / 2
  )

/** Rows, each one of those that are tried in its place, whose columns fit; other than the given ones. */
const solution = (tried: ReadonlyArray<ReadonlyArray<string>>, other?: Grid): Grid | undefined => {
  const extend = (rows: Grid): Grid | undefined => {
    if (rows.length === tried.length) return other?.join() === rows.join() ? undefined : rows
    for (const row of tried[rows.length]!) {
      const found = fitsBelow(rows, row) ? extend([...rows, row]) : undefined
      if (found !== undefined) return found
    }
    return undefined
  }
  return extend([])
}

const rowsFor = (grid: Grid): ReadonlyArray<ReadonlyArray<string>> => {
  const lines = linesOf(grid.length)
  return grid.map((given) =>
    lines.filter((line) => [...given].every((cell, at) => cell === "." || cell === line[at]))
  )
}

export default Environment.make({
  name: "binary-puzzle",
  tags: ["logic", "constraint-satisfaction", "grid"],
  skill: "completing a grid of zeros and ones by balance and adjacency",
  source: "Classic; Takuzu, Coussement and De Schepper 2009",
  scale: { half: Scale.linear({ min: 2, max: 4 }), blanks: Scale.linear({ min: 6, max: 44 }) },
  ladder: [
    ...[6, 7, 8, 9, 10].map((blanks) => ({ half: 2, blanks })),
    ...[14, 16, 18, 20, 22, 24].map((blanks) => ({ half: 3, blanks })),
    ...[28, 32, 36, 40, 44].map((blanks) => ({ half: 4, blanks }))
  ],
  instance: Schema.Struct({ grid: Schema.Array(Schema.String), row: Schema.Int }),
  answer: Answer.string,
  // So many cells of a whole grid are emptied; where another solution differs, one is filled again.
  generate: ({ half, blanks }) =>
    Gen.gen(function*() {
      const size = 2 * half
      const lines = linesOf(size)
      const tried: Array<ReadonlyArray<string>> = []
      while (tried.length < size) tried.push(yield* Gen.shuffle(lines))
      const whole = solution(tried)!
      const empty = new Set(yield* Gen.distinct(0, size * size - 1, blanks))
      for (;;) {
        const grid = whole.map((line, y) =>
          [...line].map((cell, x) => empty.has(y * size + x) ? "." : cell).join("")
        )
        const other = solution(rowsFor(grid), whole)
        if (other === undefined) {
          const open = grid.map((line) => line.split(".").length - 1)
          const most = Math.max(...open)
          return { grid, row: yield* Gen.pick([...open.keys()].filter((y) => open[y] === most)) }
        }
        empty.delete(
          yield* Gen.pick([...empty].filter((at) => {
            const [y, x] = [Math.floor(at / size), at % size]
            return other[y]![x] !== whole[y]![x]
          }))
        )
      }
    }),
  statement: ({ grid, row }) =>
    `Fill each . with 0 or 1 so that every row and every column has ${grid.length / 2} zeros and ${
      grid.length / 2
    } ones, and nowhere three equal digits directly after one another:\n${grid.join("\n")}\nWrite row ${
      row + 1
    } of the solution, counted from the top.`,
  solve: ({ grid, row }) => solution(rowsFor(grid))![row]!,
  brute: {
    upTo: { blanks: 12 },
    // All ways to fill the cells.
    solve: ({ grid, row }) => {
      const size = grid.length
      const text = grid.join("")
      const blanks = [...text].flatMap((cell, at) => cell === "." ? [at] : [])
      for (let chosen = 0; chosen < 1 << blanks.length; chosen++) {
        const cells = [...text]
        for (const [bit, at] of blanks.entries()) cells[at] = String((chosen >> bit) & 1)
        const lines = [...grid.keys()].flatMap((line) => [
          cells.filter((_, at) => Math.floor(at / size) === line),
          cells.filter((_, at) => at % size === line)
        ])
        const fitting = lines.every((line) =>
          line.filter((cell) => cell === "1").length * 2 === size &&
          line.every((cell, at) => cell !== line[at + 1] || cell !== line[at + 2])
        )
        if (fitting) return cells.slice(row * size, (row + 1) * size).join("")
      }
      return ""
    }
  },
  properties: {
    "sizes as the scale asks": ({ grid, row }, _, { half, blanks }) => {
      const open = grid.map((line) => line.split(".").length - 1)
      const all = open.reduce((sum, count) => sum + count)
      return grid.length === 2 * half && all <= blanks && blanks / 3 < all &&
        open.every((count) => count <= open[row]!)
    },
    "a row that fits itself and what is given": ({ grid, row }, gold) =>
      new RegExp(`^${grid[row]!.replaceAll(".", "[01]")}$`).test(gold) && !/000|111/.test(gold) &&
      gold.replaceAll("0", "").length === grid.length / 2
  }
})
