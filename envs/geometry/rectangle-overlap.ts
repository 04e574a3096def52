import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Interval = Schema.Tuple(
  Schema.Int.pipe(Schema.between(0, 9_998)),
  Schema.Int.pipe(Schema.between(1, 9_999))
).pipe(Schema.filter(([low, high]) => low < high))

export default Environment.make({
  name: "rectangle-overlap",
  tags: ["geometry", "arithmetic"],
  skill: "intersecting intervals in two dimensions",
  source: "Elementary geometry",
  scale: { rectangles: Scale.geometric({ min: 2, max: 16 }), side: Scale.geometric({ min: 5, max: 9_999 }) },
  instance: Schema.Struct({
    rectangles: Schema.Array(Schema.Struct({ x: Interval, y: Interval })).pipe(
      Schema.minItems(2),
      Schema.maxItems(16)
    )
  }),
  answer: Answer.integer,
  // Mostly around a point that all share; one in eight sets of rectangles is drawn at random.
  generate: ({ rectangles, side }) =>
    Gen.gen(function*() {
      const isShared = yield* Gen.boolean(7 / 8)
      const around = Gen.gen(function*() {
        const shared = yield* Gen.int(0, side - 1)
        return yield* Gen.array(Gen.tuple(Gen.int(0, shared), Gen.int(shared + 1, side)), rectangles)
      })
      const spread = isShared ? around : Gen.intervals(rectangles, 0, side)
      const xs = yield* spread
      const ys = yield* spread
      return { rectangles: xs.map((x, index) => ({ x, y: ys[index]! })) }
    }),
  statement: ({ rectangles }) => {
    const parts = rectangles.map(({ x, y }) => `[${x.join()}]x[${y.join()}]`)
    return `Area shared by ${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}?`
  },
  solve: ({ rectangles }) => {
    const shared = (intervals: ReadonlyArray<readonly [number, number]>) =>
      Math.max(0, Math.min(...intervals.map(([, high]) => high)) - Math.max(...intervals.map(([low]) => low)))
    return shared(rectangles.map(({ x }) => x)) * shared(rectangles.map(({ y }) => y))
  },
  brute: {
    upTo: {},
    // Unit strips that lie in all of the intervals, across and up.
    solve: ({ rectangles }) => {
      const strips = (intervals: ReadonlyArray<readonly [number, number]>) => {
        let count = 0
        for (let at = 0; at < Math.max(...intervals.flat()); at++) {
          if (intervals.every(([low, high]) => low <= at && at < high)) count++
        }
        return count
      }
      return strips(rectangles.map(({ x }) => x)) * strips(rectangles.map(({ y }) => y))
    }
  },
  properties: {
    "so many rectangles within bounds": ({ rectangles }, _, scale) =>
      rectangles.length === scale.rectangles &&
      rectangles.every(({ x, y }) => Math.max(x[1], y[1]) <= scale.side),
    "sides have a length": ({ rectangles }) => rectangles.every(({ x, y }) => x[0] < x[1] && y[0] < y[1])
  }
})
