import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Amount = Schema.Int.pipe(Schema.between(0, 999))

/** A payment out or in. */
const Change = Schema.Struct({ kind: Schema.Literal("in", "out"), amount: Amount })

export default Environment.make({
  name: "running-balance",
  tags: ["data", "simulation"],
  skill: "keeping a balance that refuses some payments",
  source: "Elementary; bookkeeping",
  scale: {
    changes: Scale.geometric({ min: 2, max: 260 }),
    maxAmount: Scale.geometric({ min: 9, max: 999 })
  },
  instance: Schema.Struct({
    balance: Amount,
    changes: Schema.Array(Change).pipe(Schema.minItems(1), Schema.maxItems(260))
  }),
  answer: Answer.integer,
  generate: (scale) => {
    const amount = Gen.int(1, scale.maxAmount)
    return Gen.struct({
      balance: amount,
      changes: Gen.array(Gen.struct({ kind: Gen.pick(["in", "out"]), amount }), scale.changes)
    })
  },
  statement: ({ balance, changes }) =>
    `An account holds ${balance}. Payments in (+) and out (-), one after another: ${
      changes.map(({ amount, kind }) => `${kind === "in" ? "+" : "-"}${amount}`).join(" ")
    }. A payment of more than the account then holds is refused. How much does it hold at the end?`,
  solve: ({ balance, changes }) =>
    changes.reduce(
      (left, { amount, kind }) => kind === "in" ? left + amount : amount <= left ? left - amount : left,
      balance
    ),
  brute: {
    upTo: { changes: 9 },
    // Every choice of refused payments, and the one in which exactly those that cannot be paid are refused.
    solve: ({ balance, changes }) => {
      for (let refused = 0;; refused++) {
        const isRefused = (at: number) => (refused >> at) % 2 === 1
        const before = (at: number) =>
          changes.slice(0, at).reduce(
            (sum, { amount, kind }, index) =>
              isRefused(index) ? sum : kind === "in" ? sum + amount : sum - amount,
            balance
          )
        const fits = changes.every(({ amount, kind }, at) =>
          isRefused(at) === (kind === "out" && amount > before(at))
        )
        if (fits) return before(changes.length)
      }
    }
  },
  properties: {
    "so many payments, none too large": ({ balance, changes }, _, scale) =>
      changes.length === scale.changes &&
      [balance, ...changes.map(({ amount }) => amount)].every((amount) =>
        0 < amount && amount <= scale.maxAmount
      ),
    "from what comes in at the last, to all that comes in": ({ balance, changes }, gold) => {
      const paidIn = (from: number) =>
        changes.slice(from).reduce((sum, { amount, kind }) => (kind === "in" ? sum + amount : sum), 0)
      return paidIn(changes.findLastIndex(({ kind }) => kind === "out") + 1) <= gold &&
        gold <= balance + paidIn(0)
    }
  }
})
