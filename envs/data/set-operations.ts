import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const maxValue = 99

const Numbers = Schema.Array(Schema.Int.pipe(Schema.between(1, maxValue))).pipe(
  Schema.minItems(1),
  Schema.maxItems(40)
)

const operations = ["unite", "intersect", "subtract", "differ"] as const

const Step = Schema.Struct({ operation: Schema.Literal(...operations), numbers: Numbers })
type Step = typeof Step.Type

const phrase = ({ numbers, operation }: Step): string => {
  const set = `{${numbers.join(", ")}}`
  switch (operation) {
    case "unite":
      return `Add every number of ${set} to it.`
    case "intersect":
      return `Keep only those that are in ${set}.`
    case "subtract":
      return `Take away every number of ${set}.`
    case "differ":
      return `Keep those that are not in ${set}, and add those of ${set} that were not there.`
  }
}

export default Environment.make({
  name: "set-operations",
  tags: ["data", "sets"],
  skill: "union, intersection and differences of sets",
  source: "Classic; Cantor 1895",
  scale: {
    size: Scale.geometric({ min: 3, max: 40 }),
    steps: Scale.linear({ min: 1, max: 12 })
  },
  instance: Schema.Struct({
    numbers: Numbers,
    steps: Schema.Array(Step).pipe(Schema.minItems(1), Schema.maxItems(12))
  }),
  answer: Answer.integer,
  generate: (scale) => {
    // Of twice as many, so that any two sets share about half.
    const numbers = Gen.distinct(1, 2 * scale.size, scale.size)
    return Gen.struct({
      numbers,
      steps: Gen.array(Gen.struct({ operation: Gen.pick(operations), numbers }), scale.steps)
    })
  },
  statement: ({ numbers, steps }) =>
    `Begin with the set {${numbers.join(", ")}}. ${
      steps.map(phrase).join(" ")
    } What is the sum of the numbers in the set at the end (0 if there are none)?`,
  solve: ({ numbers, steps }) => {
    let set = new Set(numbers)
    for (const step of steps) {
      const other = new Set(step.numbers)
      switch (step.operation) {
        case "unite":
          set = set.union(other)
          break
        case "intersect":
          set = set.intersection(other)
          break
        case "subtract":
          set = set.difference(other)
          break
        case "differ":
          set = set.symmetricDifference(other)
      }
    }
    return [...set].reduce((sum, number) => sum + number, 0)
  },
  brute: {
    upTo: {},
    // One number after another, whether it is in the set at the end.
    solve: ({ numbers, steps }) => {
      let sum = 0
      for (let number = 1; number <= maxValue; number++) {
        const isIn = steps.reduce((before, step) => {
          const given = step.numbers.includes(number)
          if (step.operation === "unite") return before || given
          if (step.operation === "intersect") return before && given
          return step.operation === "subtract" ? before && !given : before !== given
        }, numbers.includes(number))
        if (isIn) sum += number
      }
      return sum
    }
  },
  properties: {
    "so many steps, with sets of so many numbers": ({ numbers, steps }, _, scale) =>
      steps.length === scale.steps &&
      [numbers, ...steps.map((step) => step.numbers)].every((set) =>
        new Set(set).size === scale.size && set.length === scale.size && Math.max(...set) <= 2 * scale.size
      )
  }
})
