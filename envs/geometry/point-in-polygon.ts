import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"
import * as Polygon from "./polygon/Polygon.ts"

export default Environment.make({
  name: "point-in-polygon",
  tags: ["geometry", "polygon"],
  skill: "telling inside from outside by crossings",
  source: "Classic; Shimrat 1962",
  scale: {
    corners: Scale.geometric({ min: 4, max: 90 }),
    points: Scale.geometric({ min: 4, max: 90 }),
    size: Scale.geometric({ min: 8, max: 300 })
  },
  instance: Schema.Struct({
    corners: Polygon.Corners,
    points: Schema.Array(Schema.Tuple(Schema.Int, Schema.Int))
  }),
  answer: Answer.array(Answer.choice("inside", "outside", "border")),
  // A third lies in the middle of an edge or just beside it, a third at the height of a corner, the others anywhere.
  generate: ({ corners, points, size }) =>
    Gen.gen(function*() {
      const polygon = yield* Polygon.simple(corners, size)
      const any = Gen.int(0, size)
      const middle = Gen.map(
        Gen.pick(Polygon.edges(polygon)),
        ([[x, y], [u, v]]): Polygon.Point => [Math.floor((x + u) / 2), Math.floor((y + v) / 2)]
      )
      const level = Gen.tuple(any, Gen.map(Gen.pick(polygon), ([, y]) => y))
      const point = Gen.flatMap(Gen.pick([middle, level, Gen.tuple(any, any)]), (kind) => kind)
      return { corners: polygon, points: yield* Gen.array(point, points) }
    }),
  statement: ({ corners, points }) =>
    `A polygon has the corners ${
      Polygon.format(corners)
    }, listed in order along its border. For each of the points ${
      Polygon.format(points)
    }, in this order, list where it lies: inside, outside or border, which counts as neither.`,
  // A ray to the right crosses the border an odd number of times from inside.
  solve: ({ corners, points }) => {
    const edges = Polygon.edges(corners)
    return points.map((point) => {
      const [x, y] = point
      let isInside = false
      for (const [from, to] of edges) {
        const side = Polygon.turn(from, to, point)
        const isBeside = Math.min(from[0], to[0]) <= x && x <= Math.max(from[0], to[0]) &&
          Math.min(from[1], to[1]) <= y && y <= Math.max(from[1], to[1])
        if (side === 0 && isBeside) return "border"
        if (from[1] > y !== to[1] > y && side > 0 === to[1] > from[1]) isInside = !isInside
      }
      return isInside ? "inside" : "outside"
    })
  },
  brute: {
    upTo: {},
    // How far one turns around while looking along the border from the point: all the way round from inside.
    solve: ({ corners, points }) =>
      points.map(([x, y]) => {
        const seen = corners.map(([u, v]) => [u - x, v - y] as const)
        let turned = 0
        for (const [at, [u, v]] of seen.entries()) {
          const [toU, toV] = seen[(at + 1) % seen.length]!
          const [cross, dot] = [u * toV - v * toU, u * toU + v * toV]
          if (cross === 0 && dot <= 0) return "border"
          turned += Math.atan2(cross, dot)
        }
        return Math.abs(turned) > Math.PI ? "inside" : "outside"
      })
  },
  properties: {
    "so many corners and points within bounds": ({ corners, points }, gold, scale) =>
      corners.length === scale.corners && points.length === scale.points && gold.length === points.length &&
      [...corners, ...points].every(([x, y]) => Math.max(x, y) <= scale.size && Math.min(x, y) >= 0),
    "corners lie on the border": ({ corners, points }, gold) =>
      points.every(([x, y], at) => gold[at] === "border" || corners.every(([u, v]) => x !== u || y !== v))
  }
})
