import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Entry = Schema.Struct({
  name: Schema.String.pipe(Schema.pattern(/^[a-z]{1,8}$/), Schema.maxLength(8)),
  amount: Schema.Int.pipe(Schema.between(1, 99))
})

export default Environment.make({
  name: "group-sum",
  tags: ["data", "aggregation"],
  skill: "adding up by group",
  source: "Elementary; GROUP BY",
  scale: {
    groups: Scale.geometric({ min: 2, max: 30 }),
    perGroup: Scale.geometric({ min: 2, max: 10 })
  },
  instance: Schema.Struct({
    entries: Schema.Array(Entry).pipe(Schema.minItems(1), Schema.maxItems(300))
  }),
  answer: Answer.array(Answer.integer),
  generate: ({ groups, perGroup }) =>
    Gen.gen(function*() {
      const names = yield* Gen.words(groups)
      const sizes = yield* Gen.partition(groups * perGroup, groups)
      const column = yield* Gen.shuffle(
        names.flatMap((name, at) => Array.from({ length: sizes[at]! }, () => name))
      )
      const amounts = yield* Gen.array(Gen.int(1, 99), column.length)
      return { entries: column.map((name, at) => ({ name, amount: amounts[at]! })) }
    }),
  statement: ({ entries }) =>
    `${
      entries.map(({ amount, name }) => `${name} ${amount}`).join(", ")
    }.\nAdd up the numbers of each word, and list these totals in alphabetical order of the words.`,
  solve: ({ entries }) => {
    const totals = new Map<string, number>()
    for (const { amount, name } of entries) totals.set(name, (totals.get(name) ?? 0) + amount)
    return [...totals.keys()].sort().map((name) => totals.get(name)!)
  },
  brute: {
    upTo: {},
    // The first word in the alphabet, with all its numbers, then the rest.
    solve: ({ entries }) => {
      const totals: Array<number> = []
      for (let left = entries; left.length > 0;) {
        const first = left.reduce((least, { name }) => (name < least ? name : least), left[0]!.name)
        totals.push(left.reduce((sum, { amount, name }) => sum + (name === first ? amount : 0), 0))
        left = left.filter(({ name }) => name !== first)
      }
      return totals
    }
  },
  properties: {
    "so many groups and entries": ({ entries }, gold, { groups, perGroup }) =>
      gold.length === groups && entries.length === groups * perGroup,
    "the totals add up to everything": ({ entries }, gold) =>
      gold.reduce((sum, total) => sum + total, 0) === entries.reduce((sum, { amount }) => sum + amount, 0),
    "the word that is first in the alphabet comes first": ({ entries }, gold) => {
      const [first] = entries.map(({ name }) => name).sort()
      const amounts = entries.filter(({ name }) => name === first).map(({ amount }) => amount)
      return gold[0] === amounts.reduce((sum, amount) => sum + amount)
    }
  }
})
