import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

type Pair = readonly [number, number]

const Coordinate = Schema.Int.pipe(Schema.between(0, 99))
const Point = Schema.Tuple(Coordinate, Coordinate)
const Segment = Schema.Tuple(Point, Point).pipe(Schema.filter(([[x, y], [u, v]]) => x !== u || y !== v))

export default Environment.make({
  name: "segment-crossings",
  tags: ["geometry", "counting"],
  skill: "telling whether two segments meet",
  source: "Classic; Shamos and Hoey 1976",
  scale: { segments: Scale.geometric({ min: 5, max: 120 }), size: Scale.geometric({ min: 6, max: 99 }) },
  instance: Schema.Struct({ segments: Schema.Array(Segment).pipe(Schema.minItems(1), Schema.maxItems(120)) }),
  answer: Answer.integer,
  generate: ({ segments, size }) =>
    Gen.struct({
      segments: Gen.array(Gen.map(Gen.points(2, 0, size), ([from, to]) => [from!, to!] as const), segments)
    }),
  statement: ({ segments }) =>
    `How many pairs of these segments have a point in common, be it only an end: ${
      segments.map(([from, to]) => `(${from.join()})-(${to.join()})`).join(", ")
    }?`,
  // Two segments meet where neither lies on one side of the other, nor beside it.
  solve: ({ segments }) => {
    const side = ([ax, ay]: Pair, [bx, by]: Pair, [cx, cy]: Pair) =>
      Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax))
    const isBeside = (a: Pair, b: Pair) => Math.max(...a) < Math.min(...b) || Math.max(...b) < Math.min(...a)
    let pairs = 0
    for (const [index, [a, b]] of segments.entries()) {
      for (const [c, d] of segments.slice(index + 1)) {
        if (
          !isBeside([a[0], b[0]], [c[0], d[0]]) && !isBeside([a[1], b[1]], [c[1], d[1]]) &&
          side(a, b, c) * side(a, b, d) <= 0 && side(c, d, a) * side(c, d, b) <= 0
        ) pairs++
      }
    }
    return pairs
  },
  brute: {
    upTo: {},
    // From a by r and from b by s: where a + t r = b + u s, both t and u must lie in 0 … 1.
    solve: ({ segments }) => {
      let pairs = 0
      for (const [first, [[ax, ay], [toX, toY]]] of segments.entries()) {
        const [rx, ry] = [toX - ax, toY - ay]
        for (const [second, [[bx, by], [endX, endY]]] of segments.entries()) {
          if (second <= first) continue
          const [sx, sy] = [endX - bx, endY - by]
          const [dx, dy] = [bx - ax, by - ay]
          const scale = rx * sy - ry * sx
          if (scale !== 0) {
            const t = (dx * sy - dy * sx) / scale
            const u = (dx * ry - dy * rx) / scale
            if (0 <= t && t <= 1 && 0 <= u && u <= 1) pairs++
          } else if (dx * ry === dy * rx) {
            // On one line: where the ends of the second lie along the first.
            const ends = [dx * rx + dy * ry, (dx + sx) * rx + (dy + sy) * ry]
            if (Math.min(...ends) <= rx * rx + ry * ry && Math.max(...ends) >= 0) pairs++
          }
        }
      }
      return pairs
    }
  },
  properties: {
    "so many segments within bounds": ({ segments }, _, scale) =>
      segments.length === scale.segments && segments.flat(2).every((coordinate) => coordinate <= scale.size),
    "no segment is a point": ({ segments }) => segments.every(([from, to]) => from.join() !== to.join())
  }
})
