import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const isSet = (values: ReadonlyArray<number>) => new Set(values).size === values.length

export default Environment.make({
  name: "coin-ways",
  tags: ["sequence", "dynamic-programming", "counting"],
  skill: "counting the ways to reach a sum",
  source: "Classic; Euler 1748, Polya 1956",
  scale: { amount: Scale.geometric({ min: 24, max: 1_500 }), kinds: Scale.linear({ min: 3, max: 6 }) },
  instance: Schema.Struct({
    amount: Schema.Int.pipe(Schema.between(1, 1_500)),
    coins: Schema.Array(Schema.Int.pipe(Schema.between(2, 20))).pipe(
      Schema.minItems(2),
      Schema.maxItems(6),
      Schema.filter(isSet)
    )
  }),
  answer: Answer.integer,
  // The largest coin that there may be is drawn first, so that there are few ways and many.
  generate: (scale) =>
    Gen.gen(function*() {
      const largest = yield* Gen.int(scale.kinds + 1, 20)
      const coins = yield* Gen.distinct(2, largest, scale.kinds)
      return { amount: yield* Gen.int(Math.ceil(scale.amount / 2), scale.amount), coins }
    }),
  statement: ({ amount, coins }) =>
    `In how many ways can ${amount} be paid with coins of ${coins.slice(0, -1).join(", ")} and ${
      coins.at(-1)
    }? There are as many of each coin as `
    + "needed, some may be left out, and only how many of each are used counts, not their order.",
  // Coin by coin: a sum is reached without the coin, or by adding it to a smaller sum.
  solve: ({ amount, coins }) => {
    const ways = [1, ...Array.from({ length: amount }, () => 0)]
    for (const coin of coins) {
      for (let sum = coin; sum <= amount; sum++) ways[sum]! += ways[sum - coin]!
    }
    return ways[amount]!
  },
  brute: {
    upTo: { amount: 400 },
    // What is left to pay, and in how many ways it came to be left, after each number of each coin.
    solve: ({ amount, coins }) => {
      const left = coins.reduce((before, coin) => {
        const after = new Map<number, number>()
        for (const [rest, ways] of before) {
          for (let next = rest; next >= 0; next -= coin) after.set(next, (after.get(next) ?? 0) + ways)
        }
        return after
      }, new Map([[amount, 1]]))
      return left.get(0) ?? 0
    }
  },
  properties: {
    "amount and coins as the scale asks for": ({ amount, coins }, _, scale) =>
      scale.amount <= 2 * amount && amount <= scale.amount && coins.length === scale.kinds && isSet(coins),
    "a way where one coin alone will do": ({ amount, coins }, gold) =>
      gold >= coins.filter((coin) => amount % coin === 0).length
  }
})
