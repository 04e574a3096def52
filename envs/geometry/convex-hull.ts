import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Coordinate = Schema.Int.pipe(Schema.between(0, 999))

export default Environment.make({
  name: "convex-hull",
  tags: ["geometry", "polygon"],
  skill: "finding the convex hull of points",
  source: "Classic; Graham 1972, Andrew 1979",
  scale: { points: Scale.geometric({ min: 5, max: 200 }), size: Scale.geometric({ min: 6, max: 999 }) },
  instance: Schema.Struct({
    points: Schema.Array(Schema.Tuple(Coordinate, Coordinate)).pipe(Schema.minItems(2), Schema.maxItems(200))
  }).pipe(Schema.filter(({ points }) => new Set(points.map((point) => point.join())).size === points.length)),
  answer: Answer.array(Answer.integer),
  generate: ({ points, size }) => Gen.struct({ points: Gen.points(points, 0, size) }),
  statement: ({ points }) =>
    `Here are ${points.length} points, numbered from 1: ${
      points.map(([x, y]) => `(${x},${y})`).join(", ")
    }. List the `
    + `numbers of those that are corners of their convex hull, in ascending order. `
    + `A point that lies on a side of the hull between two corners is not a corner.`,
  // Andrew: from left to right and back, what does not turn left is dropped.
  solve: ({ points }) => {
    const order = points.map((_, index) => index).sort((a, b) =>
      points[a]![0] - points[b]![0] || points[a]![1] - points[b]![1]
    )
    const turnsLeft = (a: number, b: number, c: number): boolean => {
      const [[ax, ay], [bx, by], [cx, cy]] = [points[a]!, points[b]!, points[c]!]
      return (bx - ax) * (cy - ay) > (by - ay) * (cx - ax)
    }
    const chain = (indices: ReadonlyArray<number>) => {
      const corners: Array<number> = []
      for (const index of indices) {
        while (corners.length > 1 && !turnsLeft(corners.at(-2)!, corners.at(-1)!, index)) corners.pop()
        corners.push(index)
      }
      return corners
    }
    const corners = new Set([...chain(order), ...chain(order.toReversed())])
    return [...corners].map((index) => index + 1).sort((a, b) => a - b)
  },
  brute: {
    upTo: {},
    // A corner sees all others within less than half a turn: to the left of one of them, or beyond or before that one.
    solve: ({ points }) =>
      points.flatMap(([x, y], index) => {
        const seen = points.filter((_, other) => other !== index).map(([u, v]) => [u - x, v - y] as const)
        const isCorner = seen.some(([u, v]) =>
          seen.every(([s, t]) => {
            const cross = u * t - v * s
            return cross > 0 || (cross === 0 && u * s + v * t > 0)
          })
        )
        return isCorner ? [index + 1] : []
      })
  },
  properties: {
    "so many points within bounds": ({ points }, _, scale) =>
      points.length === scale.points && points.every((point) => Math.max(...point) <= scale.size)
  }
})
