import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const largestMove = 40

export default Environment.make({
  name: "subtraction-game",
  tags: ["game", "combinatorial-game"],
  skill: "working out from the end who wins",
  source: "Classic; Berlekamp, Conway, Guy, Winning Ways, chapter 4",
  scale: { stones: Scale.geometric({ min: 30, max: 2_000 }), moves: Scale.linear({ min: 2, max: 8 }) },
  instance: Schema.Struct({
    stones: Schema.Int.pipe(Schema.between(1, 2_000)),
    moves: Schema.Array(Schema.Int.pipe(Schema.between(1, largestMove))).pipe(
      Schema.minItems(1),
      Schema.maxItems(8)
    )
  }),
  answer: Answer.integer,
  generate: ({ moves, stones }) =>
    Gen.gen(function*() {
      const drawn = yield* Gen.distinct(1, Math.min(largestMove, Math.floor(stones / 2)), moves)
      return {
        stones: yield* Gen.int(Math.ceil(0.8 * stones), stones),
        moves: drawn.toSorted((a, b) => a - b)
      }
    }),
  statement: ({ moves, stones }) =>
    `Two players take turns to take stones from a heap. Each move takes exactly ${
      moves.length === 1 ? moves[0] : `${moves.slice(0, -1).join(", ")} or ${moves.at(-1)}`
    } stones, and whoever cannot move loses. For how many of the heaps of 1 to ${stones} stones does the player who `
    + `moves second win, if both play as well as possible?`,
  solve: ({ moves, stones }) => {
    const wins = [false]
    for (let heap = 1; heap <= stones; heap++) wins.push(moves.some((move) => wins[heap - move] === false))
    return wins.filter((first) => !first).length - 1
  },
  brute: {
    upTo: {},
    // A sieve: the smallest heap not crossed out is lost, and crosses out all from which a move leads to it.
    solve: ({ moves, stones }) => {
      const left = new Set(Array.from({ length: stones + 1 }, (_, heap) => heap))
      for (const lost of left) for (const move of moves) left.delete(lost + move)
      left.delete(0)
      return left.size
    }
  },
  properties: {
    "as many moves as asked for, ascending, up to half of the heap": ({ moves }, _, scale) =>
      moves.length === scale.moves && 2 * moves.at(-1)! <= scale.stones &&
      moves.every((move, index) => index === 0 || move > moves[index - 1]!),
    "a heap about as large as asked for": ({ stones }, _, scale) =>
      5 * stones >= 4 * scale.stones && stones <= scale.stones,
    "at most half of the heaps and all smaller than the smallest move are lost": ({ moves, stones }, gold) =>
      gold >= Math.min(stones, Math.min(...moves) - 1) && 2 * gold <= stones + Math.max(...moves)
  }
})
