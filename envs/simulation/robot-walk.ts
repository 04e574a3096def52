import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "robot-walk",
  tags: ["simulation", "plane"],
  skill: "adding up moves along two axes",
  source: "Classic; walks on the square lattice",
  scale: { moves: Scale.geometric({ min: 2, max: 330 }), distance: Scale.geometric({ min: 9, max: 9_999 }) },
  instance: Schema.Struct({
    moves: Schema.Array(Schema.Struct({
      distance: Schema.Int.pipe(Schema.between(1, 9_999)),
      direction: Schema.Literal("N", "E", "S", "W")
    })).pipe(Schema.minItems(1), Schema.maxItems(330))
  }),
  answer: Answer.array(Answer.integer),
  generate: ({ distance, moves }) =>
    Gen.struct({
      moves: Gen.array(
        Gen.struct({ distance: Gen.int(1, distance), direction: Gen.pick(["N", "E", "S", "W"]) }),
        moves
      )
    }),
  statement: ({ moves }) =>
    `At (0,0): ${
      moves.map(({ direction, distance }) => `${distance}${direction}`).join(" ")
    }; N is +y, E is +x. List x, y.`,
  solve: ({ moves }) => {
    const total = (wanted: string) =>
      moves.reduce((sum, { direction, distance }) => direction === wanted ? sum + distance : sum, 0)
    return [total("E") - total("W"), total("N") - total("S")]
  },
  brute: {
    upTo: {},
    // From place to place.
    solve: ({ moves }) => {
      const step = { N: [0, 1], E: [1, 0], S: [0, -1], W: [-1, 0] } as const
      let place: readonly [number, number] = [0, 0]
      for (const { direction, distance } of moves) {
        const [right, up] = step[direction]
        place = [place[0] + distance * right, place[1] + distance * up]
      }
      return place
    }
  },
  properties: {
    "as many moves as asked for": ({ moves }, _, scale) => moves.length === scale.moves,
    "no move is longer than asked for": ({ moves }, _, scale) =>
      moves.every(({ distance }) => distance <= scale.distance)
  }
})
