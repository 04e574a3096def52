import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Coordinate = Schema.Int.pipe(Schema.between(0, 999))
const Point = Schema.Tuple(Coordinate, Coordinate)
const kinds = ["a quarter left", "a quarter right", "a half"] as const

export default Environment.make({
  name: "grid-rotation",
  tags: ["geometry", "simulation"],
  skill: "turning a point about others",
  source: "Elementary geometry",
  scale: { turns: Scale.geometric({ min: 1, max: 45 }), coordinate: Scale.geometric({ min: 5, max: 999 }) },
  instance: Schema.Struct({
    start: Point,
    turns: Schema.Array(Schema.Struct({ turn: Schema.Literal(...kinds), about: Point })).pipe(
      Schema.minItems(1),
      Schema.maxItems(45)
    )
  }),
  answer: Answer.array(Answer.integer),
  generate: ({ turns, coordinate }) => {
    const point = Gen.tuple(Gen.int(0, coordinate), Gen.int(0, coordinate))
    return Gen.struct({
      start: point,
      turns: Gen.array(Gen.struct({ turn: Gen.pick(kinds), about: point }), turns)
    })
  },
  statement: ({ start, turns }) =>
    `Turn (${start.join()}) ${
      turns.map(({ turn, about }) => `${turn} about (${about.join()})`).join(", then ")
    }: list x, y.`,
  solve: ({ start: [startX, startY], turns }) => {
    let [x, y] = [startX, startY]
    for (const { turn, about: [u, v] } of turns) {
      const [dx, dy] = [x - u, y - v]
      const [turnedX, turnedY] = turn === "a half"
        ? [-dx, -dy]
        : turn === "a quarter left"
        ? [-dy, dx]
        : [dy, -dx]
      x = u + turnedX
      y = v + turnedY
    }
    return [x, y]
  },
  brute: {
    upTo: {},
    // All turns as one: a number of quarters to the left about the origin, then a shift; composed from the last one on.
    solve: ({ start, turns }) => {
      const quarters = { "a quarter left": 1, "a half": 2, "a quarter right": 3 }
      const left = (times: number, [x, y]: readonly [number, number]): readonly [number, number] =>
        times % 4 === 0 ? [x, y] : left(times - 1, [-y, x])
      let total = 0
      let [shiftX, shiftY] = [0, 0]
      for (const { turn, about } of turns.toReversed()) {
        const [x, y] = left(total, about)
        const [u, v] = left(total + quarters[turn], about)
        shiftX += x - u
        shiftY += y - v
        total += quarters[turn]
      }
      const [x, y] = left(total, start)
      return [x + shiftX, y + shiftY]
    }
  },
  properties: {
    "so many turns within bounds": ({ start, turns }, _, scale) =>
      turns.length === scale.turns &&
      [start, ...turns.map(({ about }) => about)].flat().every((value) => value <= scale.coordinate)
  }
})
