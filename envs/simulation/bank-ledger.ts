import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const names = [..."ABCDEFGHIJKL"]

export default Environment.make({
  name: "bank-ledger",
  tags: ["simulation", "bookkeeping"],
  skill: "keeping balances, with payments that may bounce",
  source: "Classic; double-entry bookkeeping",
  scale: {
    accounts: Scale.linear({ min: 2, max: names.length }),
    payments: Scale.geometric({ min: 2, max: 190 }),
    maxAmount: Scale.geometric({ min: 9, max: 999 })
  },
  instance: Schema.Struct({
    balances: Schema.Array(Schema.NonNegativeInt),
    payments: Schema.Array(
      Schema.Struct({ from: Schema.NonNegativeInt, to: Schema.NonNegativeInt, amount: Schema.NonNegativeInt })
    )
  }),
  answer: Answer.array(Answer.integer),
  generate: ({ accounts, maxAmount, payments }) =>
    Gen.struct({
      balances: Gen.array(Gen.int(0, maxAmount), accounts),
      payments: Gen.array(
        Gen.map(
          Gen.tuple(Gen.distinct(0, accounts - 1, 2), Gen.int(1, maxAmount)),
          ([[from, to], amount]) => ({ from: from!, to: to!, amount })
        ),
        payments
      )
    }),
  statement: ({ balances, payments }) =>
    `Balances: ${
      balances.map((balance, account) => `${names[account]} ${balance}`).join(", ")
    }. One after another these payments are ordered, and each is made only if the payer's balance is at least the `
    + `amount: ${
      payments.map(({ amount, from, to }) => `${names[from]} to ${names[to]} ${amount}`).join(", ")
    }. List all final balances in the order of the accounts.`,
  solve: ({ balances, payments }) => {
    const now = [...balances]
    for (const { amount, from, to } of payments) {
      if (now[from]! < amount) continue
      now[from]! -= amount
      now[to]! += amount
    }
    return now
  },
  brute: {
    upTo: {},
    // From the end: a balance is what it was before a payment, and what that brought or took.
    solve: ({ balances, payments }) => {
      const known = new Map<string, number>()
      const balanceOf = (account: number, after: number): number => {
        const { amount, from, to } = payments[after - 1] ?? { amount: 0, from: 0, to: 0 }
        if (after === 0) return balances[account]!
        const key = `${account} ${after}`
        const found = known.get(key)
        if (found !== undefined) return found
        const change = account === from ? -amount : account === to ? amount : 0
        const isMade = change !== 0 && balanceOf(from, after - 1) >= amount
        const balance = balanceOf(account, after - 1) + (isMade ? change : 0)
        known.set(key, balance)
        return balance
      }
      return balances.map((_, account) => balanceOf(account, payments.length))
    }
  },
  properties: {
    "as many accounts and payments as asked for": ({ balances, payments }, _, scale) =>
      balances.length === scale.accounts && payments.length === scale.payments,
    "amounts of 1 at least, and none above what is asked for": ({ balances, payments }, _, { maxAmount }) =>
      payments.every(({ amount }) => amount >= 1) &&
      [...balances, ...payments.map(({ amount }) => amount)].every((amount) => amount <= maxAmount),
    "nobody pays himself": ({ payments }) => payments.every(({ from, to }) => from !== to),
    "no money is made or lost": ({ balances }, gold) =>
      gold.reduce((sum, balance) => sum + balance, 0) === balances.reduce((sum, balance) => sum + balance, 0),
    "nobody owes": (_, gold) => gold.every((balance) => balance >= 0)
  }
})
