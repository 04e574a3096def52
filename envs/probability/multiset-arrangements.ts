import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"
import { binomial } from "./combinatorics/binomial.ts"

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

/** How often each letter of the text stands there. */
const counted = (text: string): ReadonlyMap<string, number> =>
  new Map([...Map.groupBy(text, (letter) => letter)].map(([letter, all]) => [letter, all.length]))

export default Environment.make({
  name: "multiset-arrangements",
  tags: ["probability", "counting"],
  skill: "counting arrangements of a multiset by filling gaps",
  source: "Classic; permutations of a multiset",
  scale: { length: Scale.geometric({ min: 8, max: 60 }), letters: Scale.geometric({ min: 3, max: 10 }) },
  instance: Schema.Struct({
    text: Schema.String.pipe(Schema.pattern(/^[A-Z]+$/), Schema.maxLength(60)),
    apart: Schema.String.pipe(Schema.pattern(/^[A-Z]$/), Schema.maxLength(1))
  }).pipe(Schema.filter(({ text, apart }) => text.includes(apart))),
  answer: Answer.bigint,
  generate: ({ length, letters }) =>
    Gen.gen(function*() {
      const [apart, ...others] = yield* Gen.subset(yield* Gen.shuffle([...alphabet]), letters)
      const times = yield* Gen.int(2, Math.ceil(length / 2))
      const parts = yield* Gen.partition(length - times, others.length)
      const text = apart!.repeat(times) + others.map((letter, index) => letter.repeat(parts[index]!)).join("")
      return { text: (yield* Gen.shuffle([...text])).join(""), apart: apart! }
    }),
  statement: ({ text, apart }) =>
    `The letters of ${text} are put in another order, or left as they are. `
    + `How many different words arise in which no two ${apart} stand side by side?`,
  // The other letters in any order, then the ones to be kept apart in different gaps between and around them.
  solve: ({ text, apart }) => {
    let ways = 1n
    let placed = 0
    for (const [letter, times] of counted(text)) {
      if (letter === apart) continue
      placed += times
      ways *= binomial(placed, times)
    }
    return ways * binomial(placed + 1, text.length - placed)
  },
  brute: {
    upTo: { length: 10 },
    // Words letter by letter, by what is left of the text and the letter before.
    solve: ({ text, apart }) => {
      const known = new Map<string, bigint>()
      const words = (left: string, last: string): bigint => {
        if (left === "") return 1n
        const key = `${left} ${last}`
        const count = known.get(key) ??
          [...new Set(left)].filter((letter) => letter !== apart || last !== apart)
            .reduce((sum, letter) => sum + words(left.replace(letter, ""), letter), 0n)
        known.set(key, count)
        return count
      }
      return words(text, "")
    }
  },
  properties: {
    "as long as asked for, of so many letters": ({ text }, _, { length, letters }) =>
      text.length === length && new Set(text).size === letters,
    "some word does": (_, gold) => gold > 0n,
    "two letters at least to be kept apart": ({ text, apart }) => text.split(apart).length > 2,
    // Words in which some of the letters are glued to the one before count against.
    "inclusion and exclusion of neighbours": ({ text, apart }, gold) => {
      const factorial = (n: number): bigint => n === 0 ? 1n : BigInt(n) * factorial(n - 1)
      const times = text.split(apart).length - 1
      const others = [...new Set(text)].filter((letter) => letter !== apart)
        .reduce((orders, letter) => orders * factorial(text.split(letter).length - 1), 1n)
      let sum = 0n
      for (let glued = 0; glued < times; glued++) {
        const gluings = factorial(times - 1) / (factorial(glued) * factorial(times - 1 - glued))
        const words = factorial(text.length - glued) / (factorial(times - glued) * others)
        sum += glued % 2 === 0 ? gluings * words : -gluings * words
      }
      return sum === gold
    }
  }
})
