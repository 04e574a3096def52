import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "nth-letters",
  tags: ["text"],
  skill: "taking one letter out of each word",
  source: "Elementary; acronyms",
  scale: { words: Scale.geometric({ min: 2, max: 340 }), place: Scale.linear({ min: 1, max: 3 }) },
  instance: Schema.Struct({
    words: Schema.Array(Schema.String.pipe(Schema.pattern(/^[a-z]{3,8}$/), Schema.maxLength(8))).pipe(
      Schema.minItems(1),
      Schema.maxItems(340)
    ),
    place: Schema.Int.pipe(Schema.between(1, 3))
  }),
  answer: Answer.string,
  generate: ({ words, place }) => Gen.struct({ words: Gen.words(words), place: Gen.int(1, place) }),
  statement: ({ words, place }) => `Join letter ${place} of each word: ${words.join(" ")}.`,
  solve: ({ words, place }) => words.map((word) => word[place - 1]).join(""),
  brute: {
    upTo: {},
    solve: ({ words, place }) => {
      const others = ["\\b(.)..\\w* ?", "\\b.(.).\\w* ?", "\\b..(.)\\w* ?"]
      return words.join(" ").replace(new RegExp(others[place - 1]!, "g"), "$1")
    }
  },
  properties: {
    "a letter of each word": ({ words, place }, gold, scale) =>
      words.length === scale.words && gold.length === scale.words && place <= scale.place &&
      words.every((word, at) => word.slice(place - 1).startsWith(gold[at]!))
  }
})
