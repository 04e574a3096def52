import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "inversion-count",
  tags: ["sequence", "order"],
  skill: "counting pairs that are out of order",
  source: "Classic; Cramer 1750, Knuth, TAOCP 5.1.1",
  scale: { n: Scale.geometric({ min: 4, max: 380 }), maxValue: Scale.geometric({ min: 9, max: 9_999 }) },
  instance: Schema.Struct({
    values: Schema.Array(Schema.Int.pipe(Schema.between(0, 9_999))).pipe(
      Schema.minItems(1),
      Schema.maxItems(380)
    )
  }),
  answer: Answer.integer,
  // Ascending but for some places: all in random order would nearly always have about n²/4 inversions.
  generate: ({ maxValue, n }) =>
    Gen.gen(function*() {
      const values = [...(yield* Gen.array(Gen.int(0, maxValue), n))].sort((a, b) => a - b)
      const places = yield* Gen.distinct(0, n - 1, yield* Gen.int(3, n))
      const ascending = places.toSorted((a, b) => a - b)
      const moved = places.map((place) => values[place]!)
      ascending.forEach((place, index) => (values[place] = moved[index]!))
      return { values }
    }),
  statement: ({ values }) => `In ${values.join(" ")}, how many pairs have the larger number first?`,
  // A merge sort: what is taken from the right half jumps over what is left of the left half.
  solve: ({ values }) => {
    let inversions = 0
    const sorted = (some: ReadonlyArray<number>): ReadonlyArray<number> => {
      if (some.length < 2) return some
      const left = sorted(some.slice(0, some.length >> 1))
      const right = sorted(some.slice(some.length >> 1))
      const merged: Array<number> = []
      let taken = 0
      for (const value of right) {
        while (taken < left.length && left[taken]! <= value) merged.push(left[taken++]!)
        inversions += left.length - taken
        merged.push(value)
      }
      return [...merged, ...left.slice(taken)]
    }
    sorted(values)
    return inversions
  },
  brute: {
    upTo: {},
    solve: ({ values }) =>
      values.reduce(
        (count, value, index) => count + values.slice(index + 1).filter((later) => later < value).length,
        0
      )
  },
  properties: {
    "as many values as the scale asks for, within its range": ({ values }, _, { maxValue, n }) =>
      values.length === n && values.every((value) => 0 <= value && value <= maxValue),
    "none exactly where the values ascend": ({ values }, gold) =>
      (gold === 0) === values.every((value, index) => index === 0 || values[index - 1]! <= value),
    "no more than there are pairs": ({ values }, gold) => gold <= values.length * (values.length - 1) / 2
  }
})
