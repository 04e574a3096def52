import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const symbols = [
  [1000, "M"],
  [900, "CM"],
  [500, "D"],
  [400, "CD"],
  [100, "C"],
  [90, "XC"],
  [50, "L"],
  [40, "XL"],
  [10, "X"],
  [9, "IX"],
  [5, "V"],
  [4, "IV"],
  [1, "I"]
] as const

const write = (value: number): string => {
  let left = value
  let numeral = ""
  for (const [worth, symbol] of symbols) {
    for (; left >= worth; left -= worth) numeral += symbol
  }
  return numeral
}

const worth: Readonly<Record<string, number>> = { M: 1000, D: 500, C: 100, L: 50, X: 10, V: 5, I: 1 }

/** A symbol before one that is worth more is taken off. */
const read = (numeral: string): number => {
  const values = [...numeral].map((symbol) => worth[symbol]!)
  return values.reduce((sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value), 0)
}

const total = (
  first: string,
  others: ReadonlyArray<{ readonly sign: "+" | "-"; readonly numeral: string }>
): number =>
  others.reduce(
    (sum, { sign, numeral }) => sign === "+" ? sum + read(numeral) : sum - read(numeral),
    read(first)
  )

const Numeral = Schema.String.pipe(
  Schema.pattern(/^M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})$/),
  Schema.minLength(1),
  Schema.maxLength(15)
)

/** All numerals in order, each digit written by itself; the first is empty. */
const inOrder = [
  ["", "M", "MM", "MMM"],
  ["", "C", "CC", "CCC", "CD", "D", "DC", "DCC", "DCCC", "CM"],
  ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"],
  ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
].reduce((before, digits) => before.flatMap((numeral) => digits.map((digit) => numeral + digit)))

export default Environment.make({
  name: "roman-numerals",
  tags: ["text", "arithmetic"],
  skill: "reading and writing Roman numerals",
  source: "Classic",
  scale: { terms: Scale.geometric({ min: 2, max: 240 }), maxValue: Scale.geometric({ min: 20, max: 3_999 }) },
  instance: Schema.Struct({
    first: Numeral,
    others: Schema.Array(Schema.Struct({ sign: Schema.Literal("+", "-"), numeral: Numeral })).pipe(
      Schema.maxItems(239)
    )
  }).pipe(
    Schema.filter(({ first, others }) => {
      const value = total(first, others)
      return 1 <= value && value <= 3_999
    })
  ),
  answer: Answer.string,
  // What the terms come to is drawn after each of them; the next one makes the difference.
  generate: ({ terms, maxValue }) =>
    Gen.gen(function*() {
      let sum = yield* Gen.int(1, maxValue)
      const first = write(sum)
      const others: Array<{ sign: "+" | "-"; numeral: string }> = []
      while (others.length < terms - 1) {
        const shorter = yield* Gen.int(1, maxValue - 1)
        const next = shorter < sum ? shorter : shorter + 1
        others.push({ sign: next > sum ? "+" : "-", numeral: write(Math.abs(next - sum)) })
        sum = next
      }
      return { first, others }
    }),
  statement: ({ first, others }) =>
    `Give ${first} ${others.map(({ sign, numeral }) => `${sign} ${numeral}`).join(" ")} as a Roman numeral.`,
  solve: ({ first, others }) => write(total(first, others)),
  brute: {
    upTo: {},
    solve: ({ first, others }) => {
      let place = inOrder.indexOf(first)
      for (const { sign, numeral } of others) place += (sign === "+" ? 1 : -1) * inOrder.indexOf(numeral)
      return inOrder[place]!
    }
  },
  properties: {
    "so many terms, none too large": ({ first, others }, gold, { terms, maxValue }) =>
      others.length === terms - 1 &&
      [gold, first, ...others.map(({ numeral }) => numeral)].every((numeral) => {
        const value = inOrder.indexOf(numeral)
        return 1 <= value && value <= maxValue
      }),
    "on the way, too, the sum is a numeral": ({ first, others }, _, { maxValue }) =>
      others.every((_, at) => {
        const sum = total(first, others.slice(0, at + 1))
        return 1 <= sum && sum <= maxValue
      })
  }
})
