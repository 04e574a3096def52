import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "arithmetic-series",
  tags: ["algebra", "sequences"],
  skill: "adding up an arithmetic progression",
  source: "Classic; Aryabhata 499",
  scale: {
    maxTerms: Scale.geometric({ min: 4, max: 99_999 }),
    maxStep: Scale.geometric({ min: 9, max: 99_999 })
  },
  instance: Schema.Struct({
    first: Schema.Int.pipe(Schema.between(-99_999, 99_999)),
    step: Schema.Int.pipe(Schema.between(-99_999, 99_999)),
    terms: Schema.Int.pipe(Schema.between(2, 99_999))
  }),
  answer: Answer.integer,
  generate: ({ maxTerms, maxStep }) =>
    Gen.struct({
      first: Gen.int(-maxStep, maxStep),
      step: Gen.int(1, maxStep),
      terms: Gen.int(Math.ceil(maxTerms / 2), maxTerms)
    }),
  statement: ({ first, step, terms }) => `Add ${terms} numbers from ${first} on in steps of ${step}.`,
  solve: ({ first, step, terms }) => (terms * (2 * first + (terms - 1) * step)) / 2,
  brute: {
    upTo: {},
    solve: ({ first, step, terms }) => {
      let sum = 0
      for (let term = 0, number = first; term < terms; term++, number += step) sum += number
      return sum
    }
  },
  properties: {
    "no number too large": ({ first, step, terms }, _, { maxStep, maxTerms }) =>
      Math.abs(first) <= maxStep && 0 < step && step <= maxStep && 2 * terms >= maxTerms && terms <= maxTerms,
    "as many times the middle": ({ first, step, terms }, gold) =>
      2 * gold === terms * (first + first + step * (terms - 1))
  }
})
