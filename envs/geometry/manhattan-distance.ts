import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Coordinate = Schema.Int.pipe(Schema.between(0, 9_999))

export default Environment.make({
  name: "manhattan-distance",
  tags: ["geometry", "arithmetic"],
  skill: "adding up coordinate differences",
  source: "Classic; Minkowski, taxicab geometry",
  scale: {
    points: Scale.geometric({ min: 2, max: 150 }),
    coordinate: Scale.geometric({ min: 5, max: 9_999 })
  },
  instance: Schema.Struct({
    points: Schema.Array(Schema.Tuple(Coordinate, Coordinate)).pipe(Schema.minItems(2), Schema.maxItems(150))
  }),
  answer: Answer.integer,
  generate: ({ points, coordinate }) => {
    const any = Gen.int(0, coordinate)
    return Gen.struct({ points: Gen.array(Gen.tuple(any, any), points) })
  },
  statement: ({ points }) =>
    `Manhattan length of the path ${points.map(([x, y]) => `(${x},${y})`).join(" ")}?`,
  solve: ({ points }) =>
    points.slice(1).reduce((length, [x, y], index) => {
      const [fromX, fromY] = points[index]!
      return length + Math.abs(x - fromX) + Math.abs(y - fromY)
    }, 0),
  brute: {
    upTo: { coordinate: 400 },
    // A walk in unit steps along the streets.
    solve: ({ points: [first, ...rest] }) => {
      let [x, y] = first!
      let steps = 0
      for (const [toX, toY] of rest) {
        for (; x !== toX; steps++) x += x < toX ? 1 : -1
        for (; y !== toY; steps++) y += y < toY ? 1 : -1
      }
      return steps
    }
  },
  properties: {
    "so many points within bounds": ({ points }, _, scale) =>
      points.length === scale.points && points.every((point) => Math.max(...point) <= scale.coordinate),
    "as long as its highs and lows are apart": ({ points }, gold) => {
      // The last number less the first, and twice each high and each low in between.
      const climbed = (values: ReadonlyArray<number>) =>
        values.reduce((sum, value, at) => {
          const [before = value, after = value] = [values[at - 1], values[at + 1]]
          return sum + value * (Math.sign(value - before) + Math.sign(value - after))
        }, 0)
      return climbed(points.map(([x]) => x)) + climbed(points.map(([, y]) => y)) === gold
    }
  }
})
