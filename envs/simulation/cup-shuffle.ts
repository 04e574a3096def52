import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Place = Schema.Int.pipe(Schema.between(1, 60))

export default Environment.make({
  name: "cup-shuffle",
  tags: ["simulation", "permutation"],
  skill: "following one thing through swaps",
  source: "Classic; the shell game",
  scale: { cups: Scale.linear({ min: 5, max: 60 }), swaps: Scale.geometric({ min: 2, max: 300 }) },
  instance: Schema.Struct({
    ball: Place,
    swaps: Schema.Array(Schema.Tuple(Place, Place)).pipe(Schema.minItems(1), Schema.maxItems(300))
  }),
  answer: Answer.integer,
  // Half of the swaps move the ball: of many cups, hardly any would.
  generate: ({ cups, swaps }) =>
    Gen.gen(function*() {
      const ball = yield* Gen.int(1, cups)
      let now = ball
      const made: Array<readonly [number, number]> = []
      for (const moves of yield* Gen.shuffle(Array.from({ length: swaps }, (_, index) => index % 2 === 0))) {
        const [a = 0, b = 0] = (yield* Gen.distinct(1, cups, 3)).filter((place) => place !== now)
        const [from, to] = [moves ? now : b, a]
        made.push((yield* Gen.boolean()) ? [from, to] : [to, from])
        if (moves) now = to
      }
      return { ball, swaps: made }
    }),
  statement: ({ ball, swaps }) =>
    `Ball at ${ball}. Swap places ${swaps.map(([a, b]) => `${a}-${b}`).join(", ")}. Where now?`,
  solve: ({ ball, swaps }) =>
    swaps.reduce((place, [a, b]) => place === a ? b : place === b ? a : place, ball),
  brute: {
    upTo: {},
    // All cups in a row, of which one has the ball.
    solve: ({ ball, swaps }) => {
      const row = Array.from({ length: 61 }, (_, place) => place === ball)
      for (const [a, b] of swaps) {
        const held = row[a]!
        row[a] = row[b]!
        row[b] = held
      }
      return row.indexOf(true)
    }
  },
  properties: {
    "as many swaps as asked for": ({ swaps }, _, scale) => swaps.length === scale.swaps,
    "among the cups, each swap of two": ({ ball, swaps }, gold, { cups }) =>
      Math.max(ball, gold, ...swaps.flat()) <= cups && swaps.every(([a, b]) => a !== b),
    "half of the swaps move the ball": ({ ball, swaps }) => {
      let now = ball
      let moved = 0
      for (const [a, b] of swaps) {
        if (a !== now && b !== now) continue
        now = a + b - now
        moved++
      }
      return moved === Math.ceil(swaps.length / 2)
    }
  }
})
