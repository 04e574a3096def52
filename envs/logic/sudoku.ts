import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

/** Rows of digits, 0 where a cell is empty. */
type Grid = ReadonlyArray<ReadonlyArray<number>>

interface Puzzle {
  readonly boxRows: number
  readonly boxColumns: number
  readonly grid: Grid
}

/** The digits that a cell can have, as bits: those that stand in its row, its column and its box are none. */
const candidates = ({ boxRows, boxColumns, grid }: Puzzle, row: number, column: number): number => {
  const size = grid.length
  const [top, left] = [row - row % boxRows, column - column % boxColumns]
  let taken = 0
  for (let at = 0; at < size; at++) {
    taken |= 1 << grid[row]![at]! | 1 << grid[at]![column]!
    taken |= 1 << grid[top + Math.floor(at / boxColumns)]![left + at % boxColumns]!
  }
  return ~taken & ((2 << size) - 2)
}

const bits = (mask: number): number => mask === 0 ? 0 : 1 + bits(mask & (mask - 1))

/** A solution other than the given one: the cell with the fewest digits left comes next. */
const solution = ({ boxRows, boxColumns, grid }: Puzzle, other?: Grid): Grid | undefined => {
  const cells = grid.map((row) => [...row])
  const fill = (): boolean => {
    let best = { row: 0, column: 0, mask: 0, count: Infinity }
    for (const [row, digits] of cells.entries()) {
      for (const [column, digit] of digits.entries()) {
        if (digit !== 0) continue
        const mask = candidates({ boxRows, boxColumns, grid: cells }, row, column)
        const count = bits(mask)
        if (count < best.count) best = { row, column, mask, count }
        if (count < 2) break
      }
    }
    if (best.count === Infinity) return other === undefined || cells.join() !== other.join()
    for (let digit = 1; digit <= cells.length; digit++) {
      if ((best.mask >> digit & 1) === 0) continue
      cells[best.row]![best.column] = digit
      if (fill()) return true
    }
    cells[best.row]![best.column] = 0
    return false
  }
  return fill() ? cells : undefined
}

/** Rows or columns in another order that keeps those of a box together. */
const rearranged = (boxes: number, boxSize: number): Gen.Gen<ReadonlyArray<number>> =>
  Gen.gen(function*() {
    const order: Array<number> = []
    for (const box of yield* Gen.permutation(boxes)) {
      for (const line of yield* Gen.permutation(boxSize)) order.push(box * boxSize + line)
    }
    return order
  })

export default Environment.make({
  name: "sudoku",
  tags: ["logic", "constraint-satisfaction", "grid"],
  skill: "completing a sudoku",
  source: "Classic; Garns 1979",
  scale: {
    boxRows: Scale.linear({ min: 2, max: 3 }),
    boxColumns: Scale.linear({ min: 2, max: 3 }),
    blanks: Scale.linear({ min: 5, max: 52 })
  },
  ladder: [
    ...[5, 6, 7, 8, 9, 10].map((blanks) => ({ boxRows: 2, boxColumns: 2, blanks })),
    ...[12, 14, 16, 18, 20, 22].map((blanks) => ({ boxRows: 2, boxColumns: 3, blanks })),
    ...[24, 28, 32, 36, 40, 44, 48, 52].map((blanks) => ({ boxRows: 3, boxColumns: 3, blanks }))
  ],
  instance: Schema.Struct({
    boxRows: Schema.Int,
    boxColumns: Schema.Int,
    grid: Schema.Array(Schema.Array(Schema.Int)),
    row: Schema.Int
  }),
  answer: Answer.array(Answer.integer),
  // So many cells of a rearranged pattern are emptied; where another solution differs, one is filled again.
  generate: ({ boxRows, boxColumns, blanks }) =>
    Gen.gen(function*() {
      const size = boxRows * boxColumns
      const rows = yield* rearranged(boxColumns, boxRows)
      const columns = yield* rearranged(boxRows, boxColumns)
      const digits = yield* Gen.permutation(size)
      const whole = rows.map((row) =>
        columns.map((column) => digits[(row * boxColumns + Math.floor(row / boxRows) + column) % size]! + 1)
      )
      const empty = new Set(yield* Gen.distinct(0, size * size - 1, blanks))
      for (;;) {
        const grid = whole.map((row, y) => row.map((digit, x) => empty.has(y * size + x) ? 0 : digit))
        const other = solution({ boxRows, boxColumns, grid }, whole)
        if (other === undefined) {
          const open = grid.map((row) => row.filter((digit) => digit === 0).length)
          const most = Math.max(...open)
          return {
            boxRows,
            boxColumns,
            grid,
            row: yield* Gen.pick([...open.keys()].filter((y) => open[y] === most))
          }
        }
        empty.delete(
          yield* Gen.pick([...empty].filter((at) => {
            const [y, x] = [Math.floor(at / size), at % size]
            return other[y]![x] !== whole[y]![x]
          }))
        )
      }
    }),
  statement: ({ boxRows, boxColumns, grid, row }) =>
    `In this sudoku each row, each column and each box of ${boxRows} rows and ${boxColumns} columns has the digits 1 to ${grid.length} once; 0 is an empty cell:\n${
      grid.map((digits) => digits.join("")).join("\n")
    }\nList the digits of row ${row + 1} of the solution, counted from the top.`,
  solve: (instance) => solution(instance)![instance.row]!,
  brute: {
    upTo: { blanks: 14 },
    // One empty cell after another, all digits, until one makes a whole grid without a digit twice.
    solve: ({ boxRows, boxColumns, grid, row }) => {
      const size = grid.length
      const repeats = (digits: ReadonlyArray<number>) =>
        digits.some((one, at) => one > 0 && digits.indexOf(one) < at)
      const box = (y: number, x: number) => Math.floor(y / boxRows) * size + Math.floor(x / boxColumns)
      const isBroken = (cells: ReadonlyArray<number>, at: number) => {
        const [y, x] = [Math.floor(at / size), at % size]
        return repeats(cells.filter((_, other) => Math.floor(other / size) === y)) ||
          repeats(cells.filter((_, other) => other % size === x)) ||
          repeats(cells.filter((_, other) => box(Math.floor(other / size), other % size) === box(y, x)))
      }
      const fill = (cells: ReadonlyArray<number>): ReadonlyArray<number> | undefined => {
        const at = cells.indexOf(0)
        if (at === -1) return cells
        for (let digit = 1; digit <= size; digit++) {
          const next = cells.with(at, digit)
          const found = isBroken(next, at) ? undefined : fill(next)
          if (found !== undefined) return found
        }
        return undefined
      }
      return fill(grid.flat())!.slice(row * size, (row + 1) * size)
    }
  },
  properties: {
    "sizes as the scale asks": ({ boxRows, boxColumns, grid, row }, _, scale) => {
      const open = grid.map((digits) => digits.filter((digit) => digit === 0).length)
      const all = open.reduce((sum, count) => sum + count)
      return boxRows === scale.boxRows && boxColumns === scale.boxColumns &&
        grid.length === boxRows * boxColumns &&
        0.6 * scale.blanks < all && all <= scale.blanks && open.every((count) => count <= open[row]!)
    },
    "each digit once, those given in their place": ({ grid, row }, gold) =>
      gold.toSorted((a, b) => a - b).every((digit, at) => digit === at + 1) &&
      grid[row]!.every((digit, at) => digit === 0 || digit === gold[at]),
    "a digit that is put in stands nowhere else in its column": ({ grid, row }, gold) =>
      gold.every((digit, column) => grid.every((digits, y) => y === row || digits[column] !== digit))
  }
})
