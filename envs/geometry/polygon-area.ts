import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Rational from "@scaler/dsl/Rational"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"
import * as Polygon from "./polygon/Polygon.ts"

export default Environment.make({
  name: "polygon-area",
  tags: ["geometry", "polygon"],
  skill: "the area of a polygon from its corners",
  source: "Theorem; Meister 1769, Gauss 1795, the shoelace formula",
  scale: { corners: Scale.geometric({ min: 3, max: 200 }), size: Scale.geometric({ min: 8, max: 999 }) },
  instance: Schema.Struct({ corners: Polygon.Corners }),
  answer: Answer.rational,
  generate: ({ corners, size }) => Gen.struct({ corners: Polygon.simple(corners, size) }),
  statement: ({ corners }) =>
    `Find the area of the polygon with the corners ${
      Polygon.format(corners)
    }, listed in order along its border.`,
  solve: ({ corners }) => {
    const twice = Polygon.edges(corners).reduce((sum, [[x, y], [u, v]]) => sum + x * v - y * u, 0)
    return Rational.make(Math.abs(twice), 2)
  },
  brute: {
    upTo: {},
    // Strips between neighbouring x of corners: in each, edges by height bound trapezia, in turn inside and outside.
    solve: ({ corners }) => {
      const edges = corners.map((corner, at) => [corner, corners.at(at - 1)!].toSorted(([x], [u]) => x - u))
      const xs = [...new Set(corners.map(([x]) => x))].toSorted((a, b) => a - b)
      let [top, bottom] = [0n, 1n]
      for (const [at, x] of xs.slice(0, -1).entries()) {
        const next = xs[at + 1]!
        // Twice the height of an edge in the middle of the strip, as a fraction.
        const heights = edges.filter(([from, to]) => from![0] <= x && next <= to![0]).map(([from, to]) => {
          const width = to![0] - from![0]
          return { over: 2 * from![1] * width + (to![1] - from![1]) * (x + next - 2 * from![0]), width }
        }).sort((a, b) => a.over * b.width - b.over * a.width)
        for (const [level, { over, width }] of heights.entries()) {
          const area = BigInt(over) * BigInt(next - x) * (level % 2 === 0 ? -1n : 1n)
          const sum = Rational.make(top * BigInt(width) + area * bottom, bottom * BigInt(width))
          top = sum.numerator
          bottom = sum.denominator
        }
      }
      return Rational.make(top, 2n * bottom)
    }
  },
  properties: {
    "so many corners within bounds": ({ corners }, _, scale) =>
      corners.length === scale.corners && corners.every(([x, y]) => Math.max(x, y) <= scale.size),
    "an area": (_, gold) => gold.numerator > 0n
  }
})
