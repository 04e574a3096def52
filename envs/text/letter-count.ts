import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const alphabet = [..."abcdefghijklmnopqrstuvwxyz"]

export default Environment.make({
  name: "letter-count",
  tags: ["text", "counting"],
  skill: "counting occurrences",
  source: "Elementary",
  scale: { length: Scale.geometric({ min: 6, max: 512 }), letters: Scale.linear({ min: 3, max: 26 }) },
  instance: Schema.Struct({
    letter: Schema.String.pipe(Schema.pattern(/^[a-z]$/), Schema.maxLength(1)),
    text: Schema.String.pipe(Schema.pattern(/^[a-z]+$/), Schema.maxLength(512))
  }),
  answer: Answer.integer,
  // The count is drawn first, from 0 to two thirds of the length, so that counts are spread.
  generate: ({ length, letters }) =>
    Gen.gen(function*() {
      const available = alphabet.slice(0, letters)
      const letter = yield* Gen.pick(available)
      const count = yield* Gen.int(0, Math.floor((2 * length) / 3))
      const others = available.filter((other) => other !== letter)
      const rest = yield* Gen.array(Gen.pick(others), length - count)
      const text = yield* Gen.shuffle([...rest, ...letter.repeat(count)])
      return { letter, text: text.join("") }
    }),
  statement: ({ letter, text }) => `Count the letter ${letter} in ${text}.`,
  solve: ({ letter, text }) => {
    let count = 0
    for (const character of text) if (character === letter) count++
    return count
  },
  brute: { upTo: {}, solve: ({ letter, text }) => text.split(letter).length - 1 },
  properties: {
    "as long as it should be, of the first letters": ({ letter, text }, _, { length, letters }) =>
      text.length === length && [letter, ...text].every((one) => alphabet.indexOf(one) < letters),
    "what is left without the letter is shorter by the count": ({ letter, text }, gold) =>
      text.replaceAll(letter, "").length + gold === text.length
  }
})
