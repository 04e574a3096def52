import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "palindrome-completion",
  tags: ["text", "palindrome"],
  skill: "mirroring a text with gaps",
  source: "Elementary",
  scale: { length: Scale.geometric({ min: 5, max: 1_900 }), gaps: Scale.linear({ min: 2, max: 1_100 }) },
  ladder: Array.from({ length: 24 }, (_, level) => {
    const length = Math.round(5 * 380 ** (level / 23))
    return { length, gaps: Math.max(2, Math.round(length * (0.3 + level / 100))) }
  }),
  instance: Schema.Struct({ text: Schema.String.pipe(Schema.pattern(/^[a-z?]+$/)) }),
  answer: Answer.string,
  generate: ({ length, gaps }) =>
    Gen.gen(function*() {
      const half = yield* Gen.string("abcdefghijklmnopqrstuvwxyz", (length + 1) >> 1)
      const whole = half + [...half].slice(0, length >> 1).reverse().join("")
      const open = new Set(yield* Gen.distinct(0, length - 1, gaps))
      return { text: [...whole].map((letter, at) => (open.has(at) ? "?" : letter)).join("") }
    }),
  statement: ({ text }) => `Fill each ? in ${text} with a letter to get a palindrome.`,
  solve: ({ text }) => {
    const letters = [...text]
    for (let left = 0, right = text.length - 1; left <= right; left++, right--) {
      const known = letters[left] === "?" ? letters[right]! : letters[left]!
      letters[left] = letters[right] = known === "?" ? "a" : known
    }
    return letters.join("")
  },
  check: ({ text }, answer) => {
    if (answer.length !== text.length) return `it has ${answer.length} letters, not ${text.length}`
    if (!/^[a-z]+$/.test(answer)) return "it has other characters than the letters a to z"
    const changed = [...text].findIndex((letter, at) => letter !== "?" && letter !== answer[at])
    if (changed !== -1) return `letter ${changed + 1} must stay ${text[changed]}`
    return answer === [...answer].reverse().join("") ? true : "it does not read the same backwards"
  },
  brute: {
    upTo: {},
    // The text laid upon its mirror image: a letter shows through a gap.
    solve: ({ text }) =>
      [...text].map((letter, at) => [letter, text.at(-1 - at)!, "z"].find((one) => one !== "?")!).join("")
  },
  properties: {
    "sizes as the scale asks": ({ text }, _, { length, gaps }) =>
      text.length === length && text.split("?").length - 1 === gaps,
    "fills the gaps alone, and reads the same backwards": ({ text }, gold) =>
      new RegExp(`^${text.replaceAll("?", "[a-z]")}$`).test(gold) &&
      [...gold].every((letter, at) => letter === gold.at(-1 - at))
  }
})
