import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "longest-palindrome",
  tags: ["text", "palindrome", "optimization"],
  skill: "finding symmetry within a text",
  source: "Classic; Manacher 1975",
  scale: { length: Scale.geometric({ min: 8, max: 1_900 }), letters: Scale.linear({ min: 3, max: 6 }) },
  instance: Schema.Struct({
    text: Schema.String.pipe(Schema.pattern(/^[a-f]+$/), Schema.maxLength(1_900))
  }),
  answer: Answer.string,
  // A palindrome of up to half of the length stands somewhere in it.
  generate: ({ length, letters }) =>
    Gen.gen(function*() {
      const alphabet = "abcdef".slice(0, letters)
      const planted = yield* Gen.int(2, length >> 1)
      const half = yield* Gen.string(alphabet, (planted + 1) >> 1)
      const mirrored = [...half].slice(0, planted >> 1).reverse().join("")
      const before = yield* Gen.int(0, length - planted)
      const text = yield* Gen.string(alphabet, length - planted)
      return { text: text.slice(0, before) + half + mirrored + text.slice(before) }
    }),
  statement: ({ text }) =>
    `Which substring of ${text} is the longest that reads the same backwards? Give any one if several are equally long.`,
  // From each middle, a letter or between two, outwards.
  solve: ({ text }) => {
    let longest = text.slice(0, 1)
    for (let middle = 0; middle < 2 * text.length; middle++) {
      let start = (middle + 1) >> 1
      let end = (middle >> 1) + 1
      while (start > 0 && end < text.length && text[start - 1] === text[end]) {
        start--
        end++
      }
      if (end - start > longest.length) longest = text.slice(start, end)
    }
    return longest
  },
  check: ({ text }, answer, gold) =>
    !text.includes(answer)
      ? "it is no substring of the text"
      : answer !== [...answer].reverse().join("")
      ? "it does not read the same backwards"
      : answer.length < gold.length
      ? `it has ${answer.length} letters; there is a longer one`
      : true,
  brute: {
    upTo: { length: 40 },
    solve: ({ text }) => {
      for (let size = text.length; size > 1; size--) {
        for (let start = 0; start + size <= text.length; start++) {
          const part = text.slice(start, start + size)
          if ([...part].every((letter, at) => letter === part.at(-1 - at))) return part
        }
      }
      return text.slice(0, 1)
    }
  },
  properties: {
    "as long as the scale asks, of the first letters": ({ text }, _, { length, letters }) =>
      text.length === length && [...text].every((letter) => "abcdef".indexOf(letter) < letters),
    "stands there and reads the same backwards": ({ text }, gold) =>
      text.includes(gold) && [...gold].every((letter, at) => letter === gold.at(-1 - at)),
    "none longer by one or two": ({ text }, gold) =>
      [1, 2].every((more) =>
        [...text].every((_, start) => {
          const part = text.slice(start, start + gold.length + more)
          return part.length < gold.length + more ||
            [...part].some((letter, at) => letter !== part.at(-1 - at))
        })
      )
  }
})
