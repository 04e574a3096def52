import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

/** Runs of so many letters, each of another letter than the one before. */
const written = (lengths: ReadonlyArray<number>, letters: string): Gen.Gen<string> =>
  Gen.gen(function*() {
    let text = ""
    for (const length of lengths) {
      text += (yield* Gen.pick([...letters].filter((letter) => letter !== text.at(-1)))).repeat(length)
    }
    return text
  })

export default Environment.make({
  name: "longest-run",
  tags: ["sequence", "counting"],
  skill: "measuring stretches of equal letters",
  source: "Classic; runs, de Moivre 1738",
  scale: { n: Scale.geometric({ min: 6, max: 1_500 }), letters: Scale.linear({ min: 4, max: 8 }) },
  instance: Schema.Struct({ text: Schema.String.pipe(Schema.pattern(/^[a-h]+$/), Schema.maxLength(1_500)) }),
  answer: Answer.integer,
  // Runs of every length up to the longest, so that its place does not stand out.
  generate: ({ letters, n }) =>
    Gen.gen(function*() {
      const longest = yield* Gen.int(1, Math.min(n, 24))
      const lengths = [longest]
      for (let left = n - longest; left > 0; left -= lengths.at(-1)!) {
        lengths.push(yield* Gen.int(1, Math.min(left, longest)))
      }
      return { text: yield* written(yield* Gen.shuffle(lengths), "abcdefgh".slice(0, letters)) }
    }),
  statement: ({ text }) => `How long is the longest run of a letter in ${text}?`,
  solve: ({ text }) => {
    let longest = 0
    let run = 0
    for (let index = 0; index < text.length; index++) {
      run = text[index] === text[index - 1] ? run + 1 : 1
      longest = Math.max(longest, run)
    }
    return longest
  },
  brute: {
    upTo: {},
    solve: ({ text }) => {
      let length = text.length
      while (![..."abcdefgh"].some((letter) => text.includes(letter.repeat(length)))) length--
      return length
    }
  },
  properties: {
    "a text as the scale asks for": ({ text }, _, { letters, n }) =>
      text.length === n && [...text].every((letter) => "abcdefgh".indexOf(letter) < letters),
    "no run of more than 24": (_, gold) => gold <= 24
  }
})
