import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Word = Schema.String.pipe(Schema.pattern(/^[a-z]{3,8}$/), Schema.maxLength(8))

const alphabet = "abcdefghijklmnopqrstuvwxyz"

/** Whether a word stands before another: at the first letters that differ, or as its beginning. */
const isBefore = (a: string, b: string, first: string): boolean => {
  const letters = first + [...alphabet].filter((letter) => !first.includes(letter)).join("")
  const at = [...a].findIndex((letter, index) => letter !== b[index])
  return at === -1 ? a.length < b.length : at < b.length && letters.indexOf(a[at]!) < letters.indexOf(b[at]!)
}

export default Environment.make({
  name: "word-order",
  tags: ["text", "order", "sorting"],
  skill: "sorting words, also by an alphabet that is not the usual one",
  source: "Classic; alien dictionary",
  scale: { words: Scale.geometric({ min: 3, max: 320 }), moved: Scale.linear({ min: 0, max: 6 }) },
  instance: Schema.Struct({
    words: Schema.Array(Word).pipe(Schema.minItems(1), Schema.maxItems(320)),
    first: Schema.String.pipe(
      Schema.pattern(/^[a-z]*$/),
      Schema.maxLength(6),
      Schema.filter((letters) => new Set(letters).size === letters.length)
    )
  }),
  answer: Answer.array(Answer.string),
  generate: ({ words, moved }) =>
    Gen.gen(function*() {
      const drawn = yield* Gen.words(words)
      const first = yield* Gen.distinct(0, alphabet.length - 1, moved)
      return { words: drawn, first: first.map((at) => alphabet[at]!).join("") }
    }),
  statement: ({ words, first }) => {
    const order = first === ""
      ? "alphabetically"
      : `alphabetically, but by an alphabet that begins with ${
        [...first].join(", ")
      } and goes on with the other letters as usual`
    return `List these words sorted ${order}: ${words.join(", ")}.`
  },
  solve: ({ words, first }) => {
    const rank = (letter: string): string => first.includes(letter) ? String(first.indexOf(letter)) : letter // digits come before letters
    const keyed = words.map((word) => ({ word, key: [...word].map(rank).join("") }))
    return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ word }) => word)
  },
  brute: {
    upTo: { words: 20 },
    // Each word goes to the place of its rank.
    solve: ({ words, first }) => {
      const sorted: Array<string> = []
      for (const word of words) {
        let place = words.filter((other) => isBefore(other, word, first)).length
        while (sorted[place] !== undefined) place++
        sorted[place] = word
      }
      return sorted
    }
  },
  properties: {
    "so many words and letters moved": ({ words, first }, _, scale) =>
      words.length === scale.words && first.length === scale.moved,
    "the same words": ({ words }, gold) => [...gold].sort().join() === [...words].sort().join(),
    "none before the one in front of it": ({ first }, gold) =>
      gold.every((word, at) => at === 0 || !isBefore(word, gold[at - 1]!, first))
  }
})
