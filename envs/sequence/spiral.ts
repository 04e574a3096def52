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
  skill: "walking a grid in a spiral",
  source: "Classic; the spiral matrix",
  scale: { size: Scale.geometric({ min: 2, max: 20 }), maxValue: Scale.geometric({ min: 9, max: 99 }) },
  instance: Schema.Struct({
    grid: Schema.Array(Schema.Array(Schema.Int.pipe(Schema.between(0, 99)))).pipe(
      Schema.minItems(1),
      Schema.maxItems(20),
      Schema.filter((grid) =>
        grid.every((row) => row.length === grid.length) || "the grid must be as wide as high"
      )
    )
  }),
  answer: Answer.array(Answer.integer),
  generate: ({ maxValue, size }) =>
    Gen.struct({ grid: Gen.array(Gen.array(Gen.int(0, maxValue), size), size) }),
  statement: ({ grid }) =>
    `List the numbers in a clockwise spiral inwards, from the top left corner along the top row first:\n${
      grid.map((row) => row.join(" ")).join("\n")
    }`,
  // Round by round: the top row, the right column, the bottom row and the left column of what is left.
  solve: ({ grid }) => {
    const spiral: Array<number> = []
    for (let [first, last] = [0, grid.length - 1]; first <= last; first++, last--) {
      for (let column = first; column <= last; column++) spiral.push(grid[first]![column]!)
      for (let row = first + 1; row <= last; row++) spiral.push(grid[row]![last]!)
      for (let column = last - 1; column >= first; column--) spiral.push(grid[last]![column]!)
      for (let row = last - 1; row > first; row--) spiral.push(grid[row]![first]!)
    }
    return spiral
  },
  brute: { upTo: {}, solve: ({ grid }) => peeled(grid) },
  properties: {
    "a square grid as the scale asks for": ({ grid }, _, { maxValue, size }) =>
      grid.length === size &&
      grid.every((row) => row.length === size && row.every((value) => 0 <= value && value <= maxValue)),
    "every number once": ({ grid }, gold) => {
      const ascending = (values: ReadonlyArray<number>) => values.toSorted((a, b) => a - b).join()
      return ascending(gold) === ascending(grid.flat())
    },
    "the top row first": ({ grid }, gold) => grid[0]!.every((value, index) => gold[index] === value)
  }
})
