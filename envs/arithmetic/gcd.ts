import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "gcd",
  tags: ["arithmetic", "divisibility"],
  skill: "the Euclidean algorithm",
  source: "Classic; Euclid, Elements, VII.2",
  scale: {
    numbers: Scale.linear({ min: 2, max: 4 }),
    maxValue: Scale.geometric({ min: 80, max: 99_999 })
  },
  instance: Schema.Struct({
    numbers: Schema.Array(Schema.Int.pipe(Schema.between(1, 99_999))).pipe(
      Schema.minItems(2),
      Schema.maxItems(4)
    )
  }),
  answer: Answer.integer,
  // Numbers drawn by themselves would mostly have no common divisor, so one is drawn first.
  generate: ({ maxValue, numbers }) =>
    Gen.gen(function*() {
      const divisor = yield* Gen.int(1, Math.floor(Math.sqrt(maxValue)))
      const factors = yield* Gen.array(Gen.int(1, Math.floor(maxValue / divisor)), numbers)
      return { numbers: factors.map((factor) => factor * divisor) }
    }),
  statement: ({ numbers }) =>
    `Find the greatest common divisor of ${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)}.`,
  solve: ({ numbers }) => {
    const euclid = (a: number, b: number): number => b === 0 ? a : euclid(b, a % b)
    return numbers.reduce((divisor, number) => euclid(divisor, number))
  },
  brute: {
    upTo: { maxValue: 9_999 },
    solve: ({ numbers }) => {
      let divisor = Math.min(...numbers)
      while (numbers.some((number) => number % divisor !== 0)) divisor--
      return divisor
    }
  },
  properties: {
    "as many numbers as there should be, none too large": ({ numbers }, _, scale) =>
      numbers.length === scale.numbers && numbers.every((number) => number <= scale.maxValue),
    "divides every number": ({ numbers }, gold) => numbers.every((number) => number % gold === 0),
    "no multiple of it divides every number": ({ numbers }, gold) => {
      const least = Math.min(...numbers)
      for (let larger = 2 * gold; larger <= least; larger += gold) {
        if (numbers.every((number) => number % larger === 0)) return false
      }
      return true
    }
  }
})
