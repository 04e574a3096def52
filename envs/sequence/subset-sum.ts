import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const sum = (values: ReadonlyArray<number>): number => values.reduce((total, value) => total + value, 0)

export default Environment.make({
  name: "subset-sum",
  tags: ["sequence", "search", "dynamic-programming"],
  skill: "choosing numbers that add up to a target",
  source: "Classic; Karp 1972",
  scale: { n: Scale.geometric({ min: 5, max: 60 }), maxValue: Scale.geometric({ min: 30, max: 200 }) },
  /** Different values, and the sum of some of them. */
  instance: Schema.Struct({ values: Schema.Array(Schema.Positive), target: Schema.Positive }),
  answer: Answer.array(Answer.integer),
  generate: ({ maxValue, n }) =>
    Gen.gen(function*() {
      const values = yield* Gen.distinct(1, maxValue, n)
      const chosen = yield* Gen.subset(values, yield* Gen.int(2, n - 2))
      return { values, target: sum(chosen) }
    }),
  statement: ({ target, values }) =>
    `List some of the numbers ${
      values.join(" ")
    }, each at most once, that add up to ${target}. Any such choice will do.`,
  // Value by value: what sums can be reached, and with which value each was reached first.
  solve: ({ target, values }) => {
    const last = new Map([[0, 0]])
    for (const value of values) {
      for (const reached of Array.from(last.keys())) {
        const next = reached + value
        if (next <= target && !last.has(next)) last.set(next, value)
      }
    }
    const chosen: Array<number> = []
    for (let left = target; left > 0; left -= chosen.at(-1)!) chosen.push(last.get(left)!)
    return chosen
  },
  check: ({ target, values }, answer) => {
    const stray = answer.find((value) => !values.includes(value))
    if (stray !== undefined) return `${stray} is not one of the numbers`
    if (new Set(answer).size < answer.length) return "a number is listed twice"
    return sum(answer) === target || `the numbers add up to ${sum(answer)}, not ${target}`
  },
  brute: {
    upTo: { n: 12 },
    // All choices, the first that will do.
    solve: ({ target, values }) => {
      for (let subset = 1; subset < 1 << values.length; subset++) {
        const chosen = values.filter((_, index) => (subset >> index) & 1)
        if (sum(chosen) === target) return chosen
      }
      return []
    }
  },
  properties: {
    "values as the scale asks for": ({ values }, _, { maxValue, n }) =>
      values.length === n && new Set(values).size === n &&
      values.every((value) => 1 <= value && value <= maxValue),
    "more than one number, and not all": ({ target, values }) =>
      values.some((value) => value < target) && target < sum(values),
    "different ones of the values, with that sum": ({ target, values }, gold) => {
      const left = new Set(values)
      return gold.every((value) => left.delete(value)) &&
        gold.reduce((rest, value) => rest - value, target) === 0
    }
  }
})
