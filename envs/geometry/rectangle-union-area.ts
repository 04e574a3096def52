import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Interval = Schema.Tuple(
  Schema.Int.pipe(Schema.between(0, 998)),
  Schema.Int.pipe(Schema.between(1, 999))
).pipe(Schema.filter(([low, high]) => low < high))

export default Environment.make({
  name: "rectangle-union-area",
  tags: ["geometry", "sweep"],
  skill: "the area of a union of overlapping rectangles",
  source: "Classic; Klee 1977, Bentley 1977",
  scale: { rectangles: Scale.geometric({ min: 2, max: 100 }), side: Scale.geometric({ min: 6, max: 999 }) },
  instance: Schema.Struct({
    rectangles: Schema.Array(Schema.Struct({ x: Interval, y: Interval })).pipe(
      Schema.minItems(1),
      Schema.maxItems(100)
    )
  }),
  answer: Answer.integer,
  // The more rectangles, the smaller, so that some of the square stays free.
  generate: ({ rectangles, side }) =>
    Gen.gen(function*() {
      const longest = Math.max(2, Math.ceil(side / Math.sqrt(rectangles)))
      const intervals = Gen.intervals(rectangles, 0, side, 1, longest)
      const [xs, ys] = [yield* intervals, yield* intervals]
      return { rectangles: xs.map((x, index) => ({ x, y: ys[index]! })) }
    }),
  statement: ({ rectangles }) =>
    `Rectangles are given as [lowest x,highest x]x[lowest y,highest y]: ${
      rectangles.map(({ x, y }) => `[${x.join()}]x[${y.join()}]`).join(", ")
    }. Find the area that they cover together, where several of them lie counted once.`,
  // The lines through all sides make cells, each of which is covered or free as a whole.
  solve: ({ rectangles }) => {
    const bounds = (intervals: ReadonlyArray<readonly [number, number]>) =>
      [...new Set(intervals.flat())].toSorted((a, b) => a - b)
    const xs = bounds(rectangles.map(({ x }) => x))
    const ys = bounds(rectangles.map(({ y }) => y))
    let area = 0
    for (const [column, left] of xs.entries()) {
      const across = rectangles.filter(({ x: [low, high] }) => low <= left && left < high)
      for (const [row, bottom] of ys.entries()) {
        if (across.some(({ y: [low, high] }) => low <= bottom && bottom < high)) {
          area += (xs[column + 1]! - left) * (ys[row + 1]! - bottom)
        }
      }
    }
    return area
  },
  brute: {
    upTo: {},
    // Row by row of unit height: how far the rectangles there reach beyond those to their left.
    solve: ({ rectangles }) => {
      let area = 0
      for (let row = 0; row < Math.max(...rectangles.map(({ y }) => y[1])); row++) {
        const here = rectangles.filter(({ y }) => y[0] <= row && row < y[1]).map(({ x }) => x)
        let reached = 0
        for (const [low, high] of here.toSorted(([a], [b]) => a - b)) {
          area += Math.max(0, high - Math.max(low, reached))
          reached = Math.max(reached, high)
        }
      }
      return area
    }
  },
  properties: {
    "so many rectangles within bounds": ({ rectangles }, _, scale) =>
      rectangles.length === scale.rectangles &&
      rectangles.every(({ x, y }) => Math.max(x[1], y[1]) <= scale.side),
    "no side longer than its share": ({ rectangles }, _, { side }) =>
      rectangles.every(({ x, y }) =>
        [x, y].every(([low, high]) =>
          high - low <= 2 || (high - low - 1) ** 2 * rectangles.length < side ** 2
        )
      )
  }
})
