import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const alphabet = [..."abcdefghijklmnopqrstuvwxyz"]

export default Environment.make({
  name: "added-letter",
  tags: ["text", "anagram"],
  skill: "comparing how often letters stand in two texts",
  source: "Classic; LeetCode 389, Find the Difference",
  scale: { length: Scale.geometric({ min: 3, max: 970 }) },
  instance: Schema.Struct({ word: Schema.String, longer: Schema.String }),
  answer: Answer.string,
  // Half of the time the letter stands in the word already.
  generate: ({ length }) =>
    Gen.gen(function*() {
      const word = yield* Gen.array(Gen.pick(alphabet), length)
      const added = yield* (yield* Gen.boolean()) ? Gen.pick(word) : Gen.pick(alphabet)
      return { word: word.join(""), longer: (yield* Gen.shuffle([...word, added])).join("") }
    }),
  statement: ({ word, longer }) => `Which letter is in ${longer} more often than in ${word}?`,
  // The code of every letter but the added one is there an even number of times.
  solve: ({ word, longer }) =>
    String.fromCharCode([...word, ...longer].reduce((left, letter) => left ^ letter.charCodeAt(0), 0)),
  brute: {
    upTo: {},
    solve: ({ word, longer }) => {
      const left = [...longer]
      for (const letter of word) left.splice(left.indexOf(letter), 1)
      return left.join("")
    }
  },
  properties: {
    "the longer has the letters of the word and the answer": ({ word, longer }, gold, { length }) =>
      word.length === length && [...longer].sort().join("") === [...word, gold].sort().join("")
  }
})
