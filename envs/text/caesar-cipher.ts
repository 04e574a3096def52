import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const alphabet = "abcdefghijklmnopqrstuvwxyz"

export default Environment.make({
  name: "caesar-cipher",
  tags: ["text", "cipher"],
  skill: "moving letters on in the alphabet",
  source: "Classic; Suetonius on Caesar, The Twelve Caesars",
  scale: { length: Scale.geometric({ min: 3, max: 1_900 }), maxShift: Scale.linear({ min: 3, max: 25 }) },
  instance: Schema.Struct({
    word: Schema.String.pipe(Schema.pattern(/^[a-z]+$/), Schema.maxLength(1_900)),
    shift: Schema.Int.pipe(Schema.between(1, 25))
  }),
  answer: Answer.string,
  generate: ({ length, maxShift }) =>
    Gen.struct({ word: Gen.string(alphabet, length), shift: Gen.int(1, maxShift) }),
  statement: ({ word, shift }) => `Shift each letter of ${word} on by ${shift} (a follows z).`,
  solve: ({ word, shift }) =>
    [...word].map((letter) => alphabet[(alphabet.indexOf(letter) + shift) % alphabet.length]).join(""),
  brute: {
    upTo: {},
    // One step after another.
    solve: ({ word, shift }) => {
      let text = word
      for (let step = 0; step < shift; step++) {
        text = text.replace(
          /./g,
          (letter) => letter === "z" ? "a" : String.fromCharCode(letter.charCodeAt(0) + 1)
        )
      }
      return text
    }
  },
  properties: {
    "as long as the word, and as the scale asks": ({ word, shift }, gold, { length, maxShift }) =>
      gold.length === length && word.length === length && shift <= maxShift,
    "no letter stays, and equal ones stay equal": ({ word }, gold) =>
      [...word].every((letter, at) => letter !== gold[at] && gold[at] === gold[word.indexOf(letter)])
  }
})
