import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

/** Whether queens in two rows stand in the same column or diagonal. */
const attack = (rowA: number, columnA: number, rowB: number, columnB: number): boolean =>
  columnA === columnB || Math.abs(columnA - columnB) === Math.abs(rowA - rowB)

/** The first completion, where each row's columns are tried in a given order. */
const complete = (orders: ReadonlyArray<ReadonlyArray<number>>): ReadonlyArray<number> | undefined => {
  const columns: Array<number> = []
  const place = (row: number): boolean => {
    if (row === orders.length) return true
    for (const column of orders[row]!) {
      if (columns.some((other, at) => at < row && attack(at, other, row, column))) continue
      columns[row] = column
      if (place(row + 1)) return true
    }
    columns.length = row
    return false
  }
  return place(0) ? columns : undefined
}

export default Environment.make({
  name: "n-queens",
  tags: ["logic", "constraint-satisfaction", "search"],
  skill: "placing queens that do not attack each other",
  source: "Classic; Bezzel 1848, completion by Gent, Jefferson and Nightingale 2017",
  scale: { size: Scale.linear({ min: 7, max: 13 }), missing: Scale.linear({ min: 3, max: 11 }) },
  instance: Schema.Struct({ columns: Schema.Array(Schema.Int) }),
  answer: Answer.array(Answer.integer),
  // A whole solution from columns tried in random order, and queens taken off again; 0 is a row without one.
  generate: ({ size, missing }) =>
    Gen.gen(function*() {
      const orders: Array<ReadonlyArray<number>> = []
      while (orders.length < size) orders.push(yield* Gen.distinct(1, size, size))
      const open = yield* Gen.distinct(0, size - 1, missing)
      return { columns: complete(orders)!.map((column, row) => (open.includes(row) ? 0 : column)) }
    }),
  statement: ({ columns }) => {
    const standing = columns.flatMap((column, row) => column === 0 ? [] : [`row ${row + 1} column ${column}`])
    return `On a board of ${columns.length} rows and ${columns.length} columns queens stand at ${
      standing.join(", ")
    }. Add queens until there is one in each row, so that no two are in the same column or on the same diagonal. List the `
      + "columns of the queens from row 1 on."
  },
  solve: ({ columns }) => {
    const all = columns.map((_, at) => at + 1)
    const free = all.filter((column) => !columns.includes(column))
    const orders = columns.map((column, row) =>
      column === 0
        ? free.filter((one) => columns.every((other, at) => other === 0 || !attack(at, other, row, one)))
        : [column]
    )
    return complete(orders)!
  },
  check: ({ columns }, answer) => {
    if (answer.length !== columns.length) return `it lists ${answer.length} columns, not ${columns.length}`
    const moved = columns.findIndex((column, row) => column !== 0 && column !== answer[row])
    if (moved !== -1) return `the queen of row ${moved + 1} must stay in column ${columns[moved]}`
    if (answer.some((column) => column < 1 || column > columns.length)) return "a column is not on the board"
    for (const [row, column] of answer.entries()) {
      const other = answer.findIndex((one, at) => at < row && attack(at, one, row, column))
      if (other !== -1) return `the queens of rows ${other + 1} and ${row + 1} attack each other`
    }
    return true
  },
  brute: {
    upTo: { missing: 5 },
    // All ways to put the columns left into the rows left.
    solve: ({ columns }) => {
      const fill = (board: ReadonlyArray<number>): ReadonlyArray<number> | undefined => {
        const row = board.indexOf(0)
        if (row === -1) {
          const ways = [board.map((column, at) => column + at), board.map((column, at) => column - at)]
          return ways.every((diagonals) => new Set(diagonals).size === board.length) ? board : undefined
        }
        for (let column = 1; column <= board.length; column++) {
          const found = board.includes(column) ? undefined : fill(board.with(row, column))
          if (found !== undefined) return found
        }
        return undefined
      }
      return fill(columns) ?? []
    }
  },
  properties: {
    "sizes as the scale asks": ({ columns }, _, { size, missing }) =>
      columns.length === size && columns.filter((column) => column === 0).length === missing,
    "those that stand stay, and no column or diagonal has two": ({ columns }, gold) =>
      columns.every((column, row) => column === 0 || column === gold[row]) &&
      [0, 1, -1].every((slope) =>
        new Set(gold.map((column, row) => column + slope * row)).size === columns.length
      ) && gold.every((column) => 1 <= column && column <= columns.length)
  }
})
