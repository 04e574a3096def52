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
  instance: Schema.Struct({ grid: Schema.Array(Schema.Array(Schema.Int)) }),
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
    let [top, left, bottom, right] = [0, 0, grid.length - 1, grid[0]!.length - 1]
    while (top <= bottom && left <= right) {
      for (let column = left; column <= right; column++) spiral.push(grid[top]![column]!)
      for (let row = top + 1; row <= bottom; row++) spiral.push(grid[row]![right]!)
      if (top < bottom) {
        for (let column = right - 1; column >= left; column--) spiral.push(grid[bottom]![column]!)
      }
      if (left < right) { for (let row = bottom - 1; row > top; row--) spiral.push(grid[row]![left]!) }
      top++
      left++
      bottom--
      right--
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
