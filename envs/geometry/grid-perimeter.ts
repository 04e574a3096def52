import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "grid-perimeter",
  tags: ["geometry", "grid"],
  skill: "the length of the border of a shape of cells",
  source: "Classic; polyominoes, Golomb 1954",
  scale: { size: Scale.geometric({ min: 4, max: 42 }) },
  instance: Schema.Struct({
    rows: Schema.Array(Schema.String.pipe(Schema.pattern(/^[#.]+$/), Schema.maxLength(42))).pipe(
      Schema.minItems(1),
      Schema.maxItems(42)
    )
  }),
  answer: Answer.integer,
  // Grown cell by cell from anywhere, so that it is of one piece.
  generate: ({ size }) =>
    Gen.gen(function*() {
      const cells = yield* Gen.int(size, Math.floor(3 * size * size / 4))
      const shape = new Set<number>()
      const open = [yield* Gen.int(0, size * size - 1)]
      while (shape.size < cells) {
        const cell = open.splice(yield* Gen.int(0, open.length - 1), 1)[0]!
        shape.add(cell)
        const [row, column] = [Math.floor(cell / size), cell % size]
        const beside = [
          ...(row > 0 ? [cell - size] : []),
          ...(row < size - 1 ? [cell + size] : []),
          ...(column > 0 ? [cell - 1] : []),
          ...(column < size - 1 ? [cell + 1] : [])
        ]
        open.push(...beside.filter((other) => !shape.has(other) && !open.includes(other)))
      }
      const indices = Array.from({ length: size }, (_, index) => index)
      return {
        rows: indices.map((row) =>
          indices.map((column) => shape.has(row * size + column) ? "#" : ".").join("")
        )
      }
    }),
  statement: ({ rows }) =>
    `The cells marked # are squares with sides of length 1. Find the length of the border of the shape they make, `
    + `around its holes too:\n${rows.join("\n")}`,
  // Sides of cells that have no cell of the shape beyond.
  solve: ({ rows }) => {
    let length = 0
    for (const [row, cells] of rows.entries()) {
      for (const [column, cell] of [...cells].entries()) {
        if (cell !== "#") continue
        const beside = [
          cells[column - 1],
          cells[column + 1],
          rows[row - 1]?.[column],
          rows[row + 1]?.[column]
        ]
        length += beside.filter((other) => other !== "#").length
      }
    }
    return length
  },
  brute: {
    upTo: {},
    // Every run of cells in a row or a column has two ends.
    solve: ({ rows }) => {
      const widest = Math.max(...rows.map((row) => row.length))
      const columns = Array.from(
        { length: widest },
        (_, column) => rows.map((row) => row[column] ?? ".").join("")
      )
      return 2 * [...rows, ...columns].flatMap((line) => line.match(/#+/g) ?? []).length
    }
  },
  properties: {
    "a square of the size asked for": ({ rows }, _, { size }) =>
      rows.length === size && rows.every((row) => row.length === size),
    "so many cells as asked for, of one piece": ({ rows }, _, { size }) => {
      const cells = new Set(
        rows.flatMap((row, y) => [...row].flatMap((cell, x) => cell === "#" ? [`${x},${y}`] : []))
      )
      const reached = new Set([...cells].slice(0, 1))
      for (const cell of reached) {
        const [x = 0, y = 0] = cell.split(",").map(Number)
        for (const other of [`${x + 1},${y}`, `${x - 1},${y}`, `${x},${y + 1}`, `${x},${y - 1}`]) {
          if (cells.has(other)) reached.add(other)
        }
      }
      return reached.size === cells.size && size <= cells.size && 4 * cells.size <= 3 * size * size
    }
  }
})
