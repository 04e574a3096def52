import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const backwards = (text: string): string => text === "" ? "" : backwards(text.slice(1)) + text[0]

export default Environment.make({
  name: "reversal",
  tags: ["text"],
  skill: "writing a text backwards",
  source: "Elementary",
  scale: { length: Scale.geometric({ min: 3, max: 400 }) },
  instance: Schema.Struct({ word: Schema.String.pipe(Schema.pattern(/^[a-z]+$/), Schema.maxLength(400)) }),
  answer: Answer.string,
  generate: ({ length }) => Gen.struct({ word: Gen.string("abcdefghijklmnopqrstuvwxyz", length) }),
  statement: ({ word }) => `Reverse the word ${word}.`,
  solve: ({ word }) => [...word].reverse().join(""),
  brute: { upTo: {}, solve: ({ word }) => backwards(word) },
  properties: {
    "as long as the word": ({ word }, gold) => gold.length === word.length,
    "reads as the word from its end": ({ word }, gold) =>
      [...gold].every((letter, index) => letter === word[word.length - 1 - index])
  }
})
