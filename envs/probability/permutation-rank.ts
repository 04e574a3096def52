import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const alphabet = "abcdefghijklmnopqrstuvwxyz"

/** How many different words the letters can be put into. */
const arrangements = (letters: string): bigint => {
  let ways = 1n
  const seen = new Map<string, bigint>()
  for (const [index, letter] of [...letters].entries()) {
    const times = (seen.get(letter) ?? 0n) + 1n
    seen.set(letter, times)
    ways = ways * BigInt(index + 1) / times
  }
  return ways
}

export default Environment.make({
  name: "permutation-rank",
  tags: ["probability", "counting", "permutation"],
  skill: "the rank of an arrangement in alphabetical order",
  source: "Classic; Lehmer 1960",
  scale: { length: Scale.geometric({ min: 4, max: 60 }), letters: Scale.geometric({ min: 3, max: 15 }) },
  instance: Schema.Struct({ word: Schema.String.pipe(Schema.pattern(/^[a-z]+$/), Schema.maxLength(60)) }),
  answer: Answer.bigint,
  generate: ({ length, letters }) =>
    Gen.gen(function*() {
      const chosen = yield* Gen.subset([...alphabet], letters)
      const others = yield* Gen.array(Gen.pick(chosen), length - letters)
      return { word: (yield* Gen.shuffle([...chosen, ...others])).join("") }
    }),
  statement: ({ word }) =>
    `All different words that consist of the letters of ${word}, each used as often as there, are listed in `
    + `alphabetical order and numbered from 1. What is the number of ${word}?`,
  // At each place, the words that begin alike and have an earlier letter there come before.
  solve: ({ word }) => {
    let before = 0n
    for (let place = 0; place < word.length; place++) {
      const rest = word.slice(place)
      for (const letter of new Set(rest)) {
        if (letter < word[place]!) before += arrangements(rest.replace(letter, ""))
      }
    }
    return before + 1n
  },
  brute: {
    upTo: { length: 7 },
    solve: ({ word }) => {
      const words = (letters: string): ReadonlyArray<string> =>
        letters === ""
          ? [""]
          : [...new Set(letters)].flatMap((letter) =>
            words(letters.replace(letter, "")).map((rest) => letter + rest)
          )
      return BigInt(words(word).toSorted().indexOf(word) + 1)
    }
  },
  properties: {
    "as long as asked for, of so many letters": ({ word }, _, { length, letters }) =>
      word.length === length && new Set(word).size === letters,
    // Blocks of words with the same beginning are passed over until the one in which the number lies.
    "the word of that number is found again": ({ word }, gold) => {
      const factorial = (n: number): bigint => n === 0 ? 1n : BigInt(n) * factorial(n - 1)
      let left = [...word].toSorted()
      let number = gold
      for (const expected of word) {
        const found = [...new Set(left)].find((letter) => {
          const rest = left.toSpliced(left.indexOf(letter), 1)
          const block = [...Map.groupBy(rest, (other) => other).values()].reduce(
            (words, same) => words / factorial(same.length),
            factorial(rest.length)
          )
          if (number <= block) return true
          number -= block
          return false
        })
        if (found !== expected) return false
        left = left.toSpliced(left.indexOf(expected), 1)
      }
      return number === 1n
    }
  }
})
