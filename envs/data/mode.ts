import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const count = (values: ReadonlyArray<number>, value: number) =>
  values.filter((other) => other === value).length

export default Environment.make({
  name: "mode",
  tags: ["data", "statistics"],
  skill: "comparing frequencies",
  source: "Classic; Pearson 1895",
  scale: {
    n: Scale.geometric({ min: 4, max: 400 }),
    kinds: Scale.geometric({ min: 2, max: 60 }),
    maxValue: Scale.geometric({ min: 19, max: 999 })
  },
  instance: Schema.Struct({
    values: Schema.Array(Schema.Int.pipe(Schema.between(0, 999))).pipe(
      Schema.minItems(1),
      Schema.maxItems(400)
    )
  }),
  answer: Answer.integer,
  generate: ({ n, kinds, maxValue }) =>
    Gen.gen(function*() {
      const pool = yield* Gen.distinct(0, maxValue, kinds)
      return { values: yield* Gen.array(Gen.pick(pool), n) }
    }),
  statement: ({ values }) => `Find the smallest mode of ${values.join(" ")}.`,
  // In order, equal values are runs; the first of the longest ones is the smallest mode.
  solve: ({ values }) => {
    const sorted = values.toSorted((a, b) => a - b)
    let [mode, longest, start] = [sorted[0]!, 0, 0]
    for (let at = 1; at <= sorted.length; at++) {
      if (sorted[at] === sorted[start]) continue
      if (at - start > longest) [mode, longest] = [sorted[start]!, at - start]
      start = at
    }
    return mode
  },
  brute: {
    upTo: {},
    solve: ({ values }) => {
      const most = Math.max(...values.map((value) => count(values, value)))
      return Math.min(...values.filter((value) => count(values, value) === most))
    }
  },
  properties: {
    "so many values, of so many kinds at most, none too large": ({ values }, _, scale) =>
      values.length === scale.n && new Set(values).size <= scale.kinds &&
      values.every((value) => value <= scale.maxValue),
    "no other value is more frequent, and no smaller one as frequent": ({ values }, gold) =>
      values.every((value) =>
        value < gold
          ? count(values, value) < count(values, gold)
          : count(values, value) <= count(values, gold)
      )
  }
})
