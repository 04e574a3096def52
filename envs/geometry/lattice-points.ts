import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"
import * as Polygon from "./polygon/Polygon.ts"

export default Environment.make({
  name: "lattice-points",
  tags: ["geometry", "polygon", "counting"],
  skill: "Pick's theorem",
  source: "Theorem; Pick 1899",
  scale: { corners: Scale.geometric({ min: 3, max: 180 }), size: Scale.geometric({ min: 8, max: 400 }) },
  instance: Schema.Struct({ corners: Polygon.Corners }),
  answer: Answer.integer,
  generate: ({ corners, size }) => Gen.struct({ corners: Polygon.simple(corners, size) }),
  statement: ({ corners }) =>
    `A polygon has the corners ${
      Polygon.format(corners)
    }, listed in order along its border. How many points with `
    + `two whole coordinates lie strictly inside, not on the border?`,
  solve: ({ corners }) => {
    const gcd = (a: number, b: number): number => b === 0 ? Math.abs(a) : gcd(b, a % b)
    let twice = 0
    let border = 0
    for (const [[x, y], [u, v]] of Polygon.edges(corners)) {
      twice += x * v - y * u
      border += gcd(u - x, v - y)
    }
    return (Math.abs(twice) - border + 2) / 2
  },
  brute: {
    upTo: { size: 60 },
    // Every point in turn: on no edge, and an odd number of edges above it.
    solve: ({ corners }) => {
      const [width, height] = [0, 1].map((axis) => Math.max(...corners.map((corner) => corner[axis]!)))
      const edges = corners.map((corner, at) => [corner, corners.at(at - 1)!].toSorted(([x], [u]) => x - u))
      let inside = 0
      for (let x = 0; x <= width!; x++) {
        // Where edges cross this line, as height over width; an edge owns its left end, not its right one.
        const crossing = edges.filter(([from, to]) => from![0] <= x && x < to![0]).map(([from, to]) => {
          const width = to![0] - from![0]
          return { over: from![1] * width + (to![1] - from![1]) * (x - from![0]), width }
        })
        const borders = edges.filter(([from, to]) => from![0] <= x && x <= to![0])
        for (let y = 0; y <= height!; y++) {
          const isOnBorder = borders.some(([from, to]) =>
            from![0] === to![0]
              ? Math.min(from![1], to![1]) <= y && y <= Math.max(from![1], to![1])
              : (y - from![1]) * (to![0] - from![0]) === (to![1] - from![1]) * (x - from![0])
          )
          if (!isOnBorder && crossing.filter(({ over, width }) => over > y * width).length % 2 === 1) inside++
        }
      }
      return inside
    }
  },
  properties: {
    "so many corners within bounds": ({ corners }, _, scale) =>
      corners.length === scale.corners && corners.every(([x, y]) => Math.max(x, y) <= scale.size),
    "fewer than in the square that bounds it": (_, gold, { size }) => 0 <= gold && gold <= (size - 1) ** 2
  }
})
