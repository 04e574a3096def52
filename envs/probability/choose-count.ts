import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"
import { binomial } from "./combinatorics/binomial.ts"

const kinds = ["cats", "dogs", "hens", "pigs"]

const Group = Schema.Struct({
  taken: Schema.Int.pipe(Schema.between(1, 30)),
  of: Schema.Int.pipe(Schema.between(1, 30))
}).pipe(Schema.filter(({ taken, of }) => taken <= of))

export default Environment.make({
  name: "choose-count",
  tags: ["probability", "counting"],
  skill: "binomial coefficients and the rule of product",
  source: "Classic; Pascal 1654",
  scale: { groups: Scale.linear({ min: 2, max: 4 }), size: Scale.linear({ min: 6, max: 30 }) },
  instance: Schema.Struct({ groups: Schema.Array(Group).pipe(Schema.minItems(2), Schema.maxItems(4)) }),
  answer: Answer.bigint,
  generate: ({ groups, size }) =>
    Gen.struct({
      groups: Gen.array(
        Gen.gen(function*() {
          const of = yield* Gen.int(2, size)
          return { taken: yield* Gen.int(1, of), of }
        }),
        groups
      )
    }),
  statement: ({ groups }) => {
    const parts = groups.map(({ taken, of }, index) => `${taken} of ${of} ${kinds[index]}`)
    return `How many ways to take ${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}?`
  },
  solve: ({ groups }) => groups.reduce((ways, { taken, of }) => ways * binomial(of, taken), 1n),
  brute: {
    upTo: {},
    // Pascal's triangle, row by row: each thing is left or taken.
    solve: ({ groups }) =>
      groups.map(({ taken, of }) => {
        let row = [1n]
        for (let things = 1; things <= of; things++) {
          row = [
            1n,
            ...row.map((ways, at) => ways + (row[at + 1] ?? 0n))
          ]
        }
        return row[taken]!
      }).reduce((ways, more) => ways * more)
  },
  properties: {
    "as many groups as asked for, none too large": ({ groups }, _, scale) =>
      groups.length === scale.groups && groups.every(({ of }) => 2 <= of && of <= scale.size)
  }
})
