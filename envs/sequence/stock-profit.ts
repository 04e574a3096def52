import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "stock-profit",
  tags: ["sequence", "dynamic-programming", "optimisation"],
  skill: "deciding when a gain is worth its fee",
  source: "Classic; buying and selling with a transaction fee",
  scale: { days: Scale.geometric({ min: 5, max: 380 }), maxPrice: Scale.geometric({ min: 19, max: 999 }) },
  instance: Schema.Struct({
    prices: Schema.Array(Schema.Int.pipe(Schema.between(1, 999))).pipe(
      Schema.minItems(1),
      Schema.maxItems(380)
    ),
    fee: Schema.Int.pipe(Schema.between(1, 999))
  }),
  answer: Answer.integer,
  generate: ({ days, maxPrice }) =>
    Gen.struct({
      prices: Gen.array(Gen.int(1, maxPrice), days),
      fee: Gen.int(1, Math.floor(maxPrice / 4))
    }),
  statement: ({ fee, prices }) =>
    `The price of a share on successive days is ${
      prices.join(" ")
    }. On each day you may buy one share or sell it, `
    + `but never hold more than one, and each sale costs a fee of ${fee}. You begin without a share and may trade as `
    + "often as you like, or not at all. What is the largest profit in the end?",
  // The most money after each day, without a share and with one.
  solve: ({ fee, prices }) => {
    let without = 0
    let holding = -Infinity
    for (const price of prices) {
      const sold = holding + price - fee
      holding = Math.max(holding, without - price)
      without = Math.max(without, sold)
    }
    return without
  },
  brute: {
    upTo: {},
    // The most that can be made up to each day: nothing on that day, or a sale of what was bought on any day before.
    solve: ({ fee, prices }) => {
      const most: Array<number> = []
      prices.forEach((price, day) => {
        const sales = prices.slice(0, day).map((bought, index) =>
          (most[index - 1] ?? 0) + price - bought - fee
        )
        most.push(Math.max(most[day - 1] ?? 0, ...sales))
      })
      return most.at(-1)!
    }
  },
  properties: {
    "prices and fee as the scale asks for": ({ fee, prices }, _, { days, maxPrice }) =>
      prices.length === days && prices.every((price) => 1 <= price && price <= maxPrice) &&
      4 * fee <= maxPrice,
    "no less than the best single trade, and no loss": ({ fee, prices }, gold) =>
      gold >= 0 &&
      prices.every((sold, day) => prices.slice(0, day).every((bought) => gold >= sold - bought - fee)),
    "no more than all rises": ({ prices }, gold) =>
      gold <= prices.slice(1).reduce((sum, price, day) => sum + Math.max(0, price - prices[day]!), 0)
  }
})
