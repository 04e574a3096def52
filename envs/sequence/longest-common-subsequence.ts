import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const alphabet = "abcdefghijkl"

const Text = Schema.String.pipe(Schema.pattern(/^[a-l]+$/), Schema.maxLength(120))

/** Whether the letters of a text stand in another in the same order. */
const isSubsequence = (letters: string, text: string): boolean => {
  let found = 0
  for (const letter of text) if (letter === letters[found]) found++
  return found === letters.length
}

/** A text of so many letters that has the given ones in their order, in random places. */
const containing = (common: string, length: number, letter: Gen.Gen<string>): Gen.Gen<string> =>
  Gen.gen(function*() {
    const text = [...(yield* Gen.array(letter, length))]
    const places = yield* Gen.subset([...text.keys()], common.length)
    places.forEach((place, index) => (text[place] = common[index]!))
    return text.join("")
  })

export default Environment.make({
  name: "longest-common-subsequence",
  tags: ["sequence", "dynamic-programming"],
  skill: "aligning two texts",
  source: "Classic; Wagner and Fischer 1974, Hirschberg 1975",
  scale: { length: Scale.geometric({ min: 5, max: 120 }), letters: Scale.linear({ min: 3, max: 12 }) },
  instance: Schema.Struct({ first: Text, second: Text }),
  answer: Answer.string,
  generate: ({ length, letters }) =>
    Gen.gen(function*() {
      const letter = Gen.string(alphabet.slice(0, letters), 1)
      const common = (yield* Gen.array(letter, yield* Gen.int(1, length - 1))).join("")
      return {
        first: yield* containing(common, length, letter),
        second: yield* containing(common, length, letter)
      }
    }),
  statement: ({ first, second }) =>
    `Find a longest common subsequence of ${first} and ${second}: as many letters as possible that both texts have `
    + "in the same order, whatever stands between them. Any one of the longest will do.",
  // The longest for all pairs of endings, the shortest endings first; then a walk from the beginnings.
  solve: ({ first, second }) => {
    const longest = Array.from(
      { length: first.length + 1 },
      () => Array.from({ length: second.length + 1 }, () => 0)
    )
    for (let i = first.length - 1; i >= 0; i--) {
      for (let j = second.length - 1; j >= 0; j--) {
        longest[i]![j] = first[i] === second[j]
          ? longest[i + 1]![j + 1]! + 1
          : Math.max(longest[i + 1]![j]!, longest[i]![j + 1]!)
      }
    }
    let [common, i, j] = ["", 0, 0]
    while (longest[i]![j]! > 0) {
      if (first[i] === second[j]) {
        common += first[i]
        i++
        j++
      } else if (longest[i + 1]![j] === longest[i]![j]) i++
      else j++
    }
    return common
  },
  check: ({ first, second }, answer, gold) => {
    if (!isSubsequence(answer, first)) return `${first} does not have these letters in this order`
    if (!isSubsequence(answer, second)) return `${second} does not have these letters in this order`
    return answer.length === gold.length ||
      `it has ${answer.length} letters, but there is one of ${gold.length}`
  },
  brute: {
    upTo: { length: 9 },
    // All subsequences of the first text.
    solve: ({ first, second }) => {
      let best = ""
      for (let chosen = 0; chosen < 1 << first.length; chosen++) {
        const letters = [...first].filter((_, index) => (chosen >> index) & 1)
        const pattern = new RegExp(letters.map((letter) => `[^${letter}]*${letter}`).join(""))
        if (letters.length > best.length && pattern.test(second)) best = letters.join("")
      }
      return best
    }
  },
  properties: {
    "texts as the scale asks for": ({ first, second }, _, { length, letters }) =>
      [first, second].every((text) =>
        text.length === length && [...text].every((letter) => alphabet.indexOf(letter) < letters)
      ),
    "the texts share a letter": (_, gold) => gold !== "",
    "no letter can be added anywhere": ({ first, second }, gold) => {
      const isCommon = (letters: string) => isSubsequence(letters, first) && isSubsequence(letters, second)
      return Array.from({ length: gold.length + 1 }, (_, place) => place).every((place) =>
        [...alphabet].every((letter) => !isCommon(gold.slice(0, place) + letter + gold.slice(place)))
      )
    }
  }
})
