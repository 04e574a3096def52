import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Rational from "@scaler/dsl/Rational"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "dice-sum",
  tags: ["probability", "dynamic-programming"],
  skill: "the distribution of a sum of independent dice",
  source: "Classic; de Moivre 1711",
  scale: { dice: Scale.geometric({ min: 2, max: 12 }), faces: Scale.geometric({ min: 8, max: 30 }) },
  instance: Schema.Struct({
    faces: Schema.Array(Schema.Int.pipe(Schema.between(2, 30))).pipe(Schema.minItems(2), Schema.maxItems(12)),
    sum: Schema.Int.pipe(Schema.between(2, 360))
  }),
  answer: Answer.rational,
  // The sum of a roll, so that it is a possible one.
  generate: ({ dice, faces }) =>
    Gen.gen(function*() {
      const all = yield* Gen.array(Gen.int(2, faces), dice)
      let sum = 0
      for (const most of all) sum += yield* Gen.int(1, most)
      return { faces: all, sum }
    }),
  statement: ({ faces, sum }) =>
    `Fair dice with ${faces.slice(0, -1).join(", ")} and ${
      faces.at(-1)
    } faces are rolled, the faces of each numbered `
    + `from 1. Find the probability that they show ${sum} in sum, as a fraction.`,
  solve: ({ faces, sum }) => {
    let ways = [1n]
    for (const most of faces) {
      const longer = Array.from({ length: ways.length + most }, () => 0n)
      for (const [before, count] of ways.entries()) {
        for (let shown = 1; shown <= most; shown++) longer[before + shown]! += count
      }
      ways = longer
    }
    return Rational.make(ways[sum] ?? 0n, faces.reduce((rolls, most) => rolls * BigInt(most), 1n))
  },
  brute: {
    upTo: { dice: 4 },
    solve: ({ faces, sum }) => {
      let rolls = 0
      let hits = 0
      const roll = ([most, ...rest]: ReadonlyArray<number>, shown: number) => {
        if (most === undefined) {
          rolls++
          if (shown === sum) hits++
        } else for (let face = 1; face <= most; face++) roll(rest, shown + face)
      }
      roll(faces, 0)
      return Rational.make(hits, rolls)
    }
  },
  properties: {
    "so many dice, none with too many faces": ({ faces }, _, scale) =>
      faces.length === scale.dice && faces.every((most) => 2 <= most && most <= scale.faces),
    "the sum is possible": (_, gold) => gold.numerator > 0n,
    // Rolls of dice without a largest face, less those in which some show more than they can.
    "inclusion and exclusion of dice that show too much": ({ faces, sum }, gold) => {
      const unbounded = (left: number): bigint => {
        let ways = 1n
        for (let die = 1; die < faces.length; die++) ways = ways * BigInt(left - die) / BigInt(die)
        return left < faces.length ? 0n : ways
      }
      const rolls = ([most, ...rest]: ReadonlyArray<number>, left: number): bigint =>
        most === undefined ? unbounded(left) : rolls(rest, left) - rolls(rest, left - most)
      const all = faces.reduce((product, most) => product * BigInt(most), 1n)
      return gold.numerator * all === rolls(faces, sum) * gold.denominator
    }
  }
})
