import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const maxAmount = 2_000
const maxKinds = 8

export default Environment.make({
  name: "fewest-coins",
  tags: ["optimization", "dynamic-programming"],
  skill: "paying with the fewest coins, where taking the largest may fail",
  source: "Classic; Chang and Gill 1970",
  scale: {
    amount: Scale.geometric({ min: 40, max: maxAmount }),
    kinds: Scale.linear({ min: 3, max: maxKinds })
  },
  // The coins besides 1, which is always there.
  instance: Schema.Struct({
    amount: Schema.Int.pipe(Schema.between(1, maxAmount)),
    coins: Schema.Array(Schema.Int.pipe(Schema.between(2, maxAmount))).pipe(Schema.maxItems(maxKinds - 1))
  }),
  answer: Answer.integer,
  // The largest coin that there may be is drawn first, so that few coins and many are needed.
  generate: (scale) =>
    Gen.gen(function*() {
      const largest = yield* Gen.int(scale.kinds + 2, Math.floor(scale.amount / 2))
      const coins = yield* Gen.distinct(2, largest, scale.kinds - 1)
      const amount = yield* Gen.int(Math.ceil(scale.amount / 2), scale.amount)
      return { amount, coins: coins.toSorted((a, b) => a - b) }
    }),
  statement: ({ amount, coins }) => `Fewest coins of ${[1, ...coins].join(", ")} to pay ${amount}?`,
  solve: ({ amount, coins }) => {
    const fewest = [0]
    for (let sum = 1; sum <= amount; sum++) {
      const before = coins.map((coin) => fewest[sum - coin] ?? Infinity)
      fewest.push(1 + Math.min(fewest[sum - 1]!, ...before))
    }
    return fewest[amount]!
  },
  brute: {
    upTo: { amount: 400 },
    // All sums that so many coins can have, for one coin more at a time.
    solve: ({ amount, coins }) => {
      let sums = new Set([0])
      for (let count = 0;; count++) {
        if (sums.has(amount)) return count
        const larger = [...sums].flatMap((sum) => [1, ...coins].map((coin) => sum + coin))
        sums = new Set(larger.filter((sum) => sum <= amount))
      }
    }
  },
  properties: {
    "so many kinds of coins, and at least half the amount": ({ amount, coins }, _, scale) =>
      new Set(coins).size === scale.kinds - 1 && scale.amount <= 2 * amount && amount <= scale.amount,
    "at least as many as of the largest coin, and no more than taking the largest needs": (
      { amount, coins },
      gold
    ) => {
      let [left, taken] = [amount, 0]
      for (const coin of coins.toReversed()) {
        taken += Math.floor(left / coin)
        left %= coin
      }
      return amount <= gold * Math.max(1, ...coins) && gold <= taken + left
    }
  }
})
