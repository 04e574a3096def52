import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "pattern-occurrences",
  tags: ["text", "counting", "pattern-matching"],
  skill: "finding every place where a pattern stands",
  source: "Classic; Knuth, Morris and Pratt 1977",
  scale: { length: Scale.geometric({ min: 12, max: 1_900 }), pattern: Scale.linear({ min: 2, max: 6 }) },
  instance: Schema.Struct({
    pattern: Schema.String.pipe(Schema.pattern(/^[ab]+$/), Schema.maxLength(6)),
    text: Schema.String.pipe(Schema.pattern(/^[ab]+$/), Schema.maxLength(1_900))
  }),
  answer: Answer.integer,
  // Ends of the pattern of any length, one after another, so that it often stands there, and overlaps itself.
  generate: ({ length, pattern: size }) =>
    Gen.gen(function*() {
      const pattern = yield* Gen.string("ab", size)
      let text = ""
      while (text.length < length) {
        const planted = yield* Gen.boolean(0.4)
        text += planted ? pattern.slice(yield* Gen.int(0, size - 1)) : yield* Gen.pick(["a", "b"])
      }
      return { pattern, text: text.slice(0, length) }
    }),
  statement: ({ pattern, text }) => `Count ${pattern} in ${text}, overlapping ones too.`,
  solve: ({ pattern, text }) => {
    // The longest beginning of the pattern that is also the end of each of its beginnings.
    const borders = [0]
    const extend = (matched: number, letter: string | undefined): number => {
      let length = matched
      while (length > 0 && pattern[length] !== letter) length = borders[length - 1]!
      return pattern[length] === letter ? length + 1 : 0
    }
    for (let at = 1; at < pattern.length; at++) borders.push(extend(borders[at - 1]!, pattern[at]))
    let matched = 0
    let count = 0
    for (const letter of text) {
      matched = extend(matched, letter)
      if (matched === pattern.length) count++
    }
    return count
  },
  brute: {
    upTo: {},
    solve: ({ pattern, text }) => [...text].filter((_, at) => text.startsWith(pattern, at)).length
  },
  properties: {
    "sizes as the scale asks": ({ pattern, text }, _, { length, pattern: size }) =>
      pattern.length === size && text.length === length,
    "at least what can be cut out without overlap": ({ pattern, text }, gold) =>
      text.split(pattern).length - 1 <= gold && gold <= Math.max(0, text.length - pattern.length + 1)
  }
})
