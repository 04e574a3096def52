import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "run-length-encoding",
  tags: ["text", "counting"],
  skill: "splitting a text into runs and counting each",
  source: "Classic; run-length encoding",
  scale: { runs: Scale.geometric({ min: 2, max: 400 }), longest: Scale.linear({ min: 3, max: 9 }) },
  instance: Schema.Struct({
    text: Schema.String.pipe(Schema.pattern(/^[a-z]+$/), Schema.maxLength(2_000))
  }),
  answer: Answer.string,
  // Each letter is one of the 25 others than the one before.
  generate: ({ runs, longest }) =>
    Gen.gen(function*() {
      let code = yield* Gen.int(0, 25)
      let text = ""
      for (let index = 0; index < runs; index++) {
        text += String.fromCharCode(97 + code).repeat(yield* Gen.int(1, longest))
        code = (code + (yield* Gen.int(1, 25))) % 26
      }
      return { text }
    }),
  statement: ({ text }) => `Write ${text} by its runs, as abb is a1b2.`,
  solve: ({ text }) => {
    let encoded = ""
    let start = 0
    for (let at = 1; at <= text.length; at++) {
      if (text[at] === text[start]) continue
      encoded += `${text[start]}${at - start}`
      start = at
    }
    return encoded
  },
  brute: {
    upTo: {},
    solve: ({ text }) => text.replace(/(.)\1*/g, (all, letter: string) => `${letter}${all.length}`)
  },
  properties: {
    "so many runs, none too long": ({ text }, gold, { runs, longest }) =>
      text.length <= runs * longest && gold.split(/[a-z]/).length === runs + 1 &&
      gold.split(/[a-z]/).every((count) => Number(count) <= longest),
    "written out, it is the text": ({ text }, gold) =>
      gold.replace(/(.)(\d+)/g, (_, letter: string, count: string) => letter.repeat(Number(count))) === text
  }
})
