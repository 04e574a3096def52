import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Coordinate = Schema.Int.pipe(Schema.between(0, 9_999))

export default Environment.make({
  name: "closest-pair",
  tags: ["geometry", "search"],
  skill: "finding the two closest points",
  source: "Classic; Shamos and Hoey 1975",
  scale: { points: Scale.geometric({ min: 4, max: 200 }), size: Scale.geometric({ min: 15, max: 9_999 }) },
  instance: Schema.Struct({
    points: Schema.Array(Schema.Tuple(Coordinate, Coordinate)).pipe(Schema.minItems(2), Schema.maxItems(200))
  }),
  answer: Answer.integer,
  generate: ({ points, size }) => Gen.struct({ points: Gen.points(points, 0, size) }),
  statement: ({ points }) =>
    `Which two of the points ${points.map(([x, y]) => `(${x},${y})`).join(", ")} are closest to each other? `
    + `Find the square of their distance.`,
  // From left to right, each with those to its right that are not too far right already.
  solve: ({ points }) => {
    const sorted = points.toSorted(([x], [u]) => x - u)
    let closest = Infinity
    for (const [index, [x, y]] of sorted.entries()) {
      for (let other = index + 1; other < sorted.length; other++) {
        const [u, v] = sorted[other]!
        if ((u - x) ** 2 >= closest) break
        closest = Math.min(closest, (u - x) ** 2 + (v - y) ** 2)
      }
    }
    return closest
  },
  brute: {
    upTo: {},
    solve: ({ points }) =>
      Math.min(
        ...points.flatMap(([x, y], index) =>
          points.slice(0, index).map(([u, v]) => (x - u) * (x - u) + (y - v) * (y - v))
        )
      )
  },
  properties: {
    "so many points within bounds": ({ points }, _, scale) =>
      points.length === scale.points && points.every((point) => Math.max(...point) <= scale.size),
    "all points are different": (_, gold) => gold > 0
  }
})
