import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const maxRows = 120
const maxColumns = 5

const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
const labels = letters.flatMap((first) => letters.map((second) => first + second))

const Row = Schema.Struct({
  label: Schema.String.pipe(Schema.pattern(/^[A-Z]{2}$/), Schema.maxLength(2)),
  cells: Schema.Array(Schema.Int.pipe(Schema.between(0, 99))).pipe(
    Schema.minItems(1),
    Schema.maxItems(maxColumns)
  )
})

export default Environment.make({
  name: "table-lookup",
  tags: ["data", "lookup"],
  skill: "finding a cell by its row and column",
  source: "Elementary",
  scale: {
    rows: Scale.geometric({ min: 2, max: maxRows }),
    columns: Scale.linear({ min: 1, max: maxColumns }),
    maxValue: Scale.geometric({ min: 9, max: 99 })
  },
  instance: Schema.Struct({
    rows: Schema.Array(Row).pipe(Schema.minItems(1), Schema.maxItems(maxRows)),
    row: Schema.Int.pipe(Schema.between(0, maxRows - 1)),
    column: Schema.Int.pipe(Schema.between(0, maxColumns - 1))
  }).pipe(
    Schema.filter(({ column, row, rows }) =>
      rows[row]?.cells[column] !== undefined && new Set(rows.map(({ label }) => label)).size === rows.length
    )
  ),
  answer: Answer.integer,
  generate: ({ rows, columns, maxValue }) =>
    Gen.gen(function*() {
      const names = yield* Gen.distinct(0, labels.length - 1, rows)
      const cells = yield* Gen.grid(rows, columns, Gen.int(0, maxValue))
      return {
        rows: names.map((name, at) => ({ label: labels[name]!, cells: cells[at]! })),
        row: yield* Gen.int(0, rows - 1),
        column: yield* Gen.int(0, columns - 1)
      }
    }),
  statement: ({ column, row, rows }) =>
    `${rows.map(({ cells, label }) => `${label} ${cells.join(" ")}`).join("; ")}. Number ${column + 1} of ${
      rows[row]!.label
    }?`,
  solve: ({ column, row, rows }) => rows[row]!.cells[column]!,
  brute: {
    upTo: {},
    // As a reader does: from the asked label in the table's text, so many numbers on.
    solve: ({ column, row, rows }) => {
      const words = rows.flatMap(({ cells, label }) => [label, ...cells.map(String)])
      return Number(words[words.indexOf(rows[row]!.label) + 1 + column])
    }
  },
  properties: {
    "so many rows and columns": ({ rows }, _, scale) =>
      rows.length === scale.rows && rows.every(({ cells }) => cells.length === scale.columns),
    "the numbers are as large as the scale allows": ({ rows }, _, { maxValue }) =>
      rows.every(({ cells }) => cells.every((cell) => cell <= maxValue)),
    "the answer stands in the asked column of one row at least": ({ column, rows }, gold) =>
      rows.some(({ cells }) => cells[column] === gold)
  }
})
