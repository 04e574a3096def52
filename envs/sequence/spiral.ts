import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

type Grid = ReadonlyArray<ReadonlyArray<number>>

/** The first row, then the rest, turned so that its last column is the first row. */
const peeled = ([first = [], ...rest]: Grid): ReadonlyArray<number> =>
  first.length === 0
    ? []
    : [...first, ...peeled(first.map((_, column) => rest.map((row) => row[first.length - 1 - column]!)))]

export default Environment.make({
  name: "spiral",
  tags: ["sequence", "grid"],
  source: "Classic; the spiral matrix",
  scale: { size: Scale.geometric({ min: 2, max: 20 }), maxValue: Scale.geometric({ min: 9, max: 99 }) },
  instance: Schema.Struct({ grid: Schema.Array(Schema.Array(Schema.Int)) }),
  answer: Answer.array(Answer.integer),
  generate: ({ maxValue, size }) =>
    Gen.struct({ grid: Gen.array(Gen.array(Gen.int(0, maxValue), size), size) }),
  statement: ({ grid }) =>
    `List the numbers in a clockwise spiral inwards, from the top left corner along the top row first:\n${
      grid.map((row) => row.join(" ")).join("\n")
    }`,
  // Straight on until the edge, or what was listed before, is in the way; then to the right.
  solve: ({ grid }) => {
    const unseen = grid.map((row) => row.map(() => true))
    const spiral: Array<number> = []
    let [row, column, down, right] = [0, 0, 0, 1]
    while (unseen[row]?.[column] === true) {
      spiral.push(grid[row]![column]!)
      unseen[row]![column] = false
      if (unseen[row + down]?.[column + right] !== true) [down, right] = [right, -down]
      row += down
      column += right
    }
    return spiral
  },
  brute: { upTo: {}, solve: ({ grid }) => peeled(grid) },
  properties: {
    "every number once": ({ grid }, gold) => {
      const ascending = (values: ReadonlyArray<number>) => values.toSorted((a, b) => a - b).join()
      return ascending(gold) === ascending(grid.flat())
    },
    "the top row first": ({ grid }, gold) => grid[0]!.every((value, index) => gold[index] === value)
  }
})
