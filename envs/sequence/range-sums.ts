import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const most = 200

/** 1 → 1st. */
const ordinal = (number: number): string => {
  const isTeen = Math.floor(number % 100 / 10) === 1
  return `${number}${(isTeen ? undefined : ["th", "st", "nd", "rd"][number % 10]) ?? "th"}`
}

export default Environment.make({
  name: "range-sums",
  tags: ["sequence", "prefix-sums"],
  skill: "adding up stretches of a sequence by position",
  source: "Classic; prefix sums",
  scale: {
    n: Scale.geometric({ min: 4, max: most }),
    queries: Scale.geometric({ min: 1, max: 20 }),
    maxValue: Scale.geometric({ min: 9, max: 999 })
  },
  instance: Schema.Struct({
    values: Schema.Array(Schema.Int.pipe(Schema.between(0, 999))).pipe(
      Schema.minItems(1),
      Schema.maxItems(most)
    ),
    /** From which to which value, counted from 1. */
    ranges: Schema.Array(Schema.Tuple(Schema.Int, Schema.Int)).pipe(Schema.minItems(1))
  }).pipe(
    Schema.filter(({ ranges, values }) =>
      ranges.every(([from, to]) => 1 <= from && from <= to && to <= values.length)
    )
  ),
  answer: Answer.array(Answer.integer),
  generate: ({ maxValue, n, queries }) =>
    Gen.struct({
      values: Gen.array(Gen.int(0, maxValue), n),
      ranges: Gen.intervals(queries, 1, n)
    }),
  statement: ({ ranges, values }) => {
    const asked = ranges.map(([from, to]) => `${ordinal(from)} to ${ordinal(to)}`).join(", ")
    const what = ranges.length === 1 ? `Sum the ${asked}` : `List the sums of the numbers from ${asked}`
    return `${what} of ${values.join(" ")}.`
  },
  // The sum up to the end of a range, less the sum before its start.
  solve: ({ ranges, values }) => {
    const sums = [0]
    for (const value of values) sums.push(sums.at(-1)! + value)
    return ranges.map(([from, to]) => sums[to]! - sums[from - 1]!)
  },
  brute: {
    upTo: {},
    solve: ({ ranges, values }) =>
      ranges.map(([from, to]) =>
        values.filter((_, index) => from <= index + 1 && index + 1 <= to).reduce(
          (sum, value) => sum + value,
          0
        )
      )
  },
  properties: {
    "sizes as the scale asks for": ({ ranges, values }, _, { maxValue, n, queries }) =>
      values.length === n && ranges.length === queries && values.every((value) => value <= maxValue),
    "every range has two numbers or more": ({ ranges, values }) =>
      ranges.every(([from, to]) => 1 <= from && from < to && to <= values.length)
  }
})
