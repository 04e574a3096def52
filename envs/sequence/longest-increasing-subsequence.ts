import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "longest-increasing-subsequence",
  tags: ["sequence", "dynamic-programming"],
  skill: "dynamic programming over a sequence",
  source: "Classic; Schensted 1961, Fredman 1975",
  scale: { n: Scale.geometric({ min: 6, max: 384 }), maxValue: Scale.geometric({ min: 9, max: 9_999 }) },
  instance: Schema.Struct({
    values: Schema.Array(Schema.Int.pipe(Schema.between(0, 9_999))).pipe(
      Schema.minItems(1),
      Schema.maxItems(384)
    )
  }),
  answer: Answer.integer,
  // The values in some places ascend or descend: otherwise nearly all answers lie close to twice the root of n.
  generate: ({ n, maxValue }) =>
    Gen.gen(function*() {
      const values = [...(yield* Gen.array(Gen.int(0, maxValue), n))]
      const places = (yield* Gen.distinct(0, n - 1, yield* Gen.skewed(1, n, 1))).toSorted((a, b) => a - b)
      const sign = yield* Gen.pick([1, -1])
      const run = places.map((place) => values[place]!).sort((a, b) => sign * (a - b))
      places.forEach((place, index) => (values[place] = run[index]!))
      return { values }
    }),
  statement: ({ values }) =>
    `Given the sequence ${values.join(" ")}, find the length of its longest strictly increasing subsequence.`,
  solve: ({ values }) => {
    const tails: Array<number> = []
    for (const value of values) {
      let low = 0
      let high = tails.length
      while (low < high) {
        const middle = (low + high) >> 1
        if (tails[middle]! < value) low = middle + 1
        else high = middle
      }
      tails[low] = value
    }
    return tails.length
  },
  brute: {
    upTo: { n: 12 },
    solve: ({ values }) => {
      let best = 0
      for (let subset = 1; subset < 1 << values.length; subset++) {
        const chosen = values.filter((_, index) => (subset >> index) & 1)
        if (chosen.every((value, index) => index === 0 || chosen[index - 1]! < value)) {
          best = Math.max(best, chosen.length)
        }
      }
      return best
    }
  },
  properties: {
    "between 1 and n": ({ values }, gold) => 1 <= gold && gold <= values.length,
    "1 exactly where nothing increases": ({ values }, gold) =>
      (gold === 1) === values.every((value, index) => index === 0 || values[index - 1]! >= value),
    "at least every run that climbs without a gap": ({ values }, gold) => {
      let run = 0
      return values.every((value, index) => {
        run = index > 0 && values[index - 1]! < value ? run + 1 : 1
        return run <= gold
      })
    }
  }
})
