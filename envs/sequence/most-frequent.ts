import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

/** How often each value stands there, the most frequent first. */
const frequencies = (values: ReadonlyArray<number>) =>
  [...new Set(values)].map((value) => values.filter((other) => other === value).length).sort((a, b) => b - a)

export default Environment.make({
  name: "most-frequent",
  tags: ["sequence", "counting"],
  skill: "keeping count of several values at once",
  source: "Classic; the mode of a sample, Pearson 1895",
  scale: {
    n: Scale.geometric({ min: 5, max: 500 }),
    kinds: Scale.geometric({ min: 3, max: 80 }),
    maxValue: Scale.geometric({ min: 19, max: 999 })
  },
  instance: Schema.Struct({ values: Schema.Array(Schema.Int).pipe(Schema.minItems(1)) }).pipe(
    Schema.filter(({ values }) => {
      const [most, next] = frequencies(values)
      return most !== next || "one value must be more frequent than all others"
    })
  ),
  answer: Answer.integer,
  // The most frequent value stands there `most` times, and what others there are at most once less.
  generate: ({ kinds, maxValue, n }) =>
    Gen.gen(function*() {
      const [winner, ...others] = yield* Gen.distinct(0, maxValue, kinds)
      const least = Math.ceil((n + kinds - 1) / kinds)
      const most = yield* Gen.int(least, Math.min(n, least + 1))
      const pool = others.flatMap((other) => Array.from({ length: most - 1 }, () => other))
      const rest = yield* Gen.subset(pool, n - most)
      return { values: yield* Gen.shuffle([...Array.from({ length: most }, () => winner!), ...rest]) }
    }),
  statement: ({ values }) => `Find the most frequent of ${values.join(" ")}.`,
  solve: ({ values }) => {
    const alike = [...Map.groupBy(values, (value) => value).values()]
    return alike.reduce((most, some) => some.length > most.length ? some : most)[0]!
  },
  brute: {
    upTo: {},
    // Each round takes one of each value away: the last to be left was there most often.
    solve: ({ values }) => {
      let left = values
      for (;;) {
        const after = left.filter((value, index) => left.indexOf(value) !== index)
        if (after.length === 0) return left[0]!
        left = after
      }
    }
  },
  properties: {
    "values as the scale asks for": ({ values }, _, { kinds, maxValue, n }) =>
      values.length === n && new Set(values).size <= kinds &&
      values.every((value) => 0 <= value && value <= maxValue),
    "a close second": ({ values }, _, { kinds, n }) =>
      frequencies(values)[0]! <= Math.ceil((n - 1) / kinds) + 2
  }
})
