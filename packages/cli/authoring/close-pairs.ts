// A whole environment to start from. Make it yours from top to bottom; `scaler env check` tells what is still wrong.
import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "close-pairs",
  // Words to find it by, what one has to be able to do, and where the problem comes from.
  tags: ["sequence", "counting"],
  skill: "counting pairs that satisfy a condition",
  source: "Original",
  // What grows, in whole numbers: every axis must make a difference.
  scale: { n: Scale.geometric({ min: 6, max: 60 }), maxValue: Scale.geometric({ min: 40, max: 999 }) },
  // The shape of an instance. Bounds on everything let the check try what `generate` would never draw.
  instance: Schema.Struct({
    values: Schema.Array(Schema.Int.pipe(Schema.between(0, 999))).pipe(Schema.maxItems(60)),
    distance: Schema.Int.pipe(Schema.between(0, 999))
  }),
  answer: Answer.integer,
  // Randomness comes from Gen alone.
  generate: ({ maxValue, n }) =>
    Gen.struct({
      values: Gen.array(Gen.int(0, maxValue), n),
      distance: Gen.int(0, Math.floor(maxValue / 2))
    }),
  // Complete in itself, without a word on the format of the answer.
  statement: ({ distance, values }) =>
    `How many pairs of the numbers ${values.join(", ")} differ by at most ${distance}? `
    + "Each number in the list counts by itself, also where it is equal to another.",
  // Fast at the largest scale: in sorted order, the partners of a number that stand before it are next to it.
  solve: ({ distance, values }) => {
    const sorted = values.toSorted((a, b) => a - b)
    let first = 0
    let pairs = 0
    for (const [at, value] of sorted.entries()) {
      while (value - sorted[first]! > distance) first++
      pairs += at - first
    }
    return pairs
  },
  // Slow, obviously right, and another algorithm; `upTo` says how far it can go.
  brute: {
    upTo: { n: 40 },
    solve: ({ distance, values }) =>
      values.flatMap((a, at) => values.slice(at + 1).filter((b) => Math.abs(a - b) <= distance)).length
  },
  // What holds of every instance and its answer, also beyond the brute force.
  properties: {
    "at most all pairs": ({ values }, gold) => gold <= values.length * (values.length - 1) / 2,
    "neighbours in order that are close": ({ distance, values }, gold) => {
      const sorted = values.toSorted((a, b) => a - b)
      return gold >= sorted.filter((value, at) => at > 0 && value - sorted[at - 1]! <= distance).length
    }
  }
})
