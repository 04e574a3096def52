import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const nimSum = (heaps: ReadonlyArray<number>): number => heaps.reduce((sum, heap) => sum ^ heap, 0)

export default Environment.make({
  name: "nim-move",
  tags: ["game", "combinatorial-game"],
  skill: "winning at Nim by binary sums",
  source: "Theorem; Bouton 1901",
  scale: { heaps: Scale.geometric({ min: 3, max: 280 }), stones: Scale.geometric({ min: 12, max: 9_999 }) },
  instance: Schema.Struct({
    heaps: Schema.Array(Schema.Int.pipe(Schema.between(1, 9_999))).pipe(
      Schema.minItems(1),
      Schema.filter((heaps) => nimSum(heaps) !== 0)
    )
  }),
  answer: Answer.array(Answer.integer),
  generate: ({ heaps, stones }) =>
    Gen.filter(
      Gen.struct({ heaps: Gen.array(Gen.int(1, stones), heaps) }),
      (drawn) => nimSum(drawn.heaps) !== 0,
      "no move wins"
    ),
  statement: ({ heaps }) =>
    `Heaps of stones, numbered from 1, hold ${
      heaps.join(", ")
    }. Two players take turns; a move takes one or more `
    + `stones from one heap, and whoever takes the last stone of all wins. List a move after which the player who `
    + `makes it can be sure to win: the number of the heap, and how many stones are taken from it.`,
  // To a heap whose highest bit the sum has, so that the sum of what is left is 0.
  solve: ({ heaps }) => {
    const sum = nimSum(heaps)
    const heap = heaps.findIndex((stones) => (stones ^ sum) < stones)
    return [heap + 1, heaps[heap]! - (heaps[heap]! ^ sum)]
  },
  check: ({ heaps }, [heap, taken, ...more]) => {
    if (heap === undefined || taken === undefined || more.length > 0) return "it must list two numbers"
    const stones = heaps[heap - 1]
    if (stones === undefined) return `there is no heap ${heap}`
    if (taken < 1 || taken > stones) return `${taken} stones cannot be taken from ${stones}`
    return nimSum(heaps.with(heap - 1, stones - taken)) === 0 ? true : "the other player can win after it"
  },
  brute: {
    upTo: { heaps: 3, stones: 12 },
    // Plays all games; where no move is left, the player before took the last stone.
    solve: ({ heaps }) => {
      const known = new Map<string, boolean>()
      const wins = (left: ReadonlyArray<number>): boolean => {
        const key = left.toSorted((a, b) => a - b).join()
        const found = known.get(key) ?? winningMove(left) !== undefined
        known.set(key, found)
        return found
      }
      const winningMove = (left: ReadonlyArray<number>): readonly [number, number] | undefined => {
        for (const [index, stones] of left.entries()) {
          for (let taken = 1; taken <= stones; taken++) {
            if (!wins(left.with(index, stones - taken))) return [index + 1, taken]
          }
        }
        return undefined
      }
      return winningMove(heaps)!
    }
  },
  properties: {
    "as many heaps as asked for, of no more stones": ({ heaps }, _, scale) =>
      heaps.length === scale.heaps && heaps.every((heap) => heap <= scale.stones),
    "leaves every power of two in an even number of heaps": ({ heaps }, gold) => {
      const [heap, taken] = gold
      const left = heaps.map((stones, index) => index + 1 === heap ? stones - taken! : stones)
      return gold.length === 2 && 1 <= taken! && left.every((stones) => stones >= 0) &&
        heap! >= 1 && heap! <= heaps.length &&
        Array.from({ length: 14 }, (_, bit) => 2 ** bit).every((power) =>
          left.filter((stones) => Math.floor(stones / power) % 2 === 1).length % 2 === 0
        )
    }
  }
})
