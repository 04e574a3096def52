import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Cell = Schema.NullOr(Schema.Int)
type Rows = ReadonlyArray<ReadonlyArray<number | null>>

const sum = (values: ReadonlyArray<number | null>) =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0)

/** Whether taking all values away leaves nothing of the total. */
const isTotal = (total: number, values: ReadonlyArray<number>) =>
  values.reduce((left, value) => left - value, total) === 0

const columnsOf = <Cell>(rows: ReadonlyArray<ReadonlyArray<Cell>>) =>
  rows[0]!.map((_, column) => rows.map((row) => row[column]!))

/** The rows with the missing cells, in reading order, replaced by the values. */
const filled = (rows: Rows, values: ReadonlyArray<number>) => {
  const left = [...values]
  return rows.map((row) => row.map((cell) => cell ?? left.shift() ?? 0))
}

/** Missing cells, of which no row or column takes part in a cycle: so the totals determine all of them. */
const missingCells = (size: number, count: number) =>
  Gen.map(Gen.permutation(size * size), (order) => {
    const missing: Array<number> = []
    // Rows are 0 … size − 1, columns the numbers after; those that missing cells connect have the same label.
    let labels = Array.from({ length: 2 * size }, (_, line) => line)
    for (const cell of order) {
      const row = labels[Math.floor(cell / size)]!
      const column = labels[size + (cell % size)]!
      if (missing.length === count || row === column) continue
      missing.push(cell)
      labels = labels.map((label) => (label === row ? column : label))
    }
    return missing
  })

export default Environment.make({
  name: "missing-value",
  tags: ["data", "deduction"],
  skill: "deducing missing cells from totals",
  source: "Classic; the transportation tableau",
  scale: {
    size: Scale.linear({ min: 2, max: 13 }),
    missing: Scale.linear({ min: 1, max: 22 }),
    maxValue: Scale.geometric({ min: 19, max: 99 })
  },
  instance: Schema.Struct({
    rows: Schema.Array(Schema.Array(Cell)),
    rowTotals: Schema.Array(Schema.Int),
    columnTotals: Schema.Array(Schema.Int)
  }),
  answer: Answer.array(Answer.integer),
  generate: ({ size, missing, maxValue }) =>
    Gen.gen(function*() {
      const grid = yield* Gen.grid(size, size, Gen.int(0, maxValue))
      const cells = yield* missingCells(size, missing)
      return {
        rows: grid.map((row, at) =>
          row.map((value, column) => (cells.includes(at * size + column) ? null : value))
        ),
        rowTotals: grid.map(sum),
        columnTotals: columnsOf(grid).map(sum)
      }
    }),
  statement: ({ columnTotals, rowTotals, rows }) =>
    `A table in which some numbers are missing (?), with the total of each row behind = and the totals of the columns in the last line:
${rows.map((row, at) => `${row.map((cell) => cell ?? "?").join(" ")} = ${rowTotals[at]}`).join("\n")}
= ${columnTotals.join(" ")}
List the missing numbers, row by row from the top, in each row from left to right.`,
  // Whatever row or column lacks one number gives it away, until none is missing.
  solve: ({ columnTotals, rowTotals, rows }) => {
    const grid = rows.map((row) => [...row])
    for (let progress = true; progress;) {
      progress = false
      grid.forEach((row, at) => {
        row.forEach((cell, column) => {
          if (cell !== null) return
          const others = grid.map((other) => other[column]!)
          if (row.filter((value) => value === null).length === 1) row[column] = rowTotals[at]! - sum(row)
          else if (others.filter((value) => value === null).length === 1) {
            row[column] = columnTotals[column]! - sum(others)
          } else return
          progress = true
        })
      })
    }
    return rows.flatMap((row, at) =>
      row.flatMap((cell, column) => (cell === null ? [grid[at]![column]!] : []))
    )
  },
  brute: {
    upTo: { missing: 3, maxValue: 24 },
    // All values that the missing cells may have.
    solve: ({ columnTotals, rowTotals, rows }) => {
      const count = rows.flat().filter((cell) => cell === null).length
      const extend = (values: ReadonlyArray<number>): ReadonlyArray<number> | undefined => {
        if (values.length === count) {
          const grid = filled(rows, values)
          const fits = grid.every((row, at) => sum(row) === rowTotals[at]) &&
            columnsOf(grid).every((column, at) => sum(column) === columnTotals[at])
          return fits ? values : undefined
        }
        for (let value = 0; value <= 24; value++) {
          const found = extend([...values, value])
          if (found !== undefined) return found
        }
        return undefined
      }
      return extend([]) ?? []
    }
  },
  properties: {
    "as large as it should be, with so many missing": ({ rows }, gold, { maxValue, missing, size }) =>
      rows.length === size && rows.every((row) => row.length === size) && gold.length === missing &&
      rows.flat().filter((cell) => cell === null).length === missing &&
      filled(rows, gold).flat().every((value) => 0 <= value && value <= maxValue),
    "all totals are right": ({ columnTotals, rowTotals, rows }, gold) => {
      const grid = filled(rows, gold)
      return rowTotals.every((total, at) => isTotal(total, grid[at]!)) &&
        columnsOf(grid).every((column, at) => isTotal(columnTotals[at]!, column))
    }
  }
})
