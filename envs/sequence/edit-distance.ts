import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Text = Schema.String.pipe(Schema.pattern(/^[a-d]+$/), Schema.maxLength(300))

const letter = Gen.pick([..."abcd"])

/** The text with a letter inserted, deleted or replaced; the last letter that is left is not deleted. */
const edited = (text: string): Gen.Gen<string> =>
  Gen.gen(function*() {
    const at = yield* Gen.int(0, text.length - 1)
    const edit = yield* Gen.pick(["insert", "delete", "replace"])
    const put = edit === "delete" && text.length > 1 ? "" : yield* letter
    return text.slice(0, at) + put + text.slice(edit === "insert" ? at : at + 1)
  })

export default Environment.make({
  name: "edit-distance",
  tags: ["sequence", "dynamic-programming"],
  skill: "finding the fewest edits between two texts",
  source: "Classic; Levenshtein 1965, Wagner and Fischer 1974",
  scale: { length: Scale.geometric({ min: 9, max: 200 }), edits: Scale.geometric({ min: 9, max: 100 }) },
  instance: Schema.Struct({ first: Text, second: Text }),
  answer: Answer.integer,
  generate: ({ edits, length }) =>
    Gen.gen(function*() {
      const first = (yield* Gen.array(letter, length)).join("")
      let second = first
      for (let left = yield* Gen.int(1, edits); left > 0; left--) second = yield* edited(second)
      return { first, second }
    }),
  statement: ({ first, second }) =>
    `What is the least number of steps that turn ${first} into ${second}, where a step inserts, deletes or replaces `
    + "one letter?",
  // Row by row: from each beginning of the first text to all beginnings of the second.
  solve: ({ first, second }) => {
    let distances = Array.from({ length: second.length + 1 }, (_, index) => index)
    for (const letter of first) {
      const next = [distances[0]! + 1]
      for (let j = 0; j < second.length; j++) {
        const kept = distances[j]! + (letter === second[j] ? 0 : 1)
        next.push(Math.min(kept, distances[j + 1]! + 1, next[j]! + 1))
      }
      distances = next
    }
    return distances.at(-1)!
  },
  brute: {
    upTo: { length: 60 },
    // What of both texts can be dealt with in 0 steps, in 1, in 2, and so on.
    solve: ({ first, second }) => {
      const width = second.length + 1
      let places = new Set([0])
      for (let steps = 0;; steps++) {
        const next = new Set<number>()
        for (const place of places) {
          const [i, j] = [Math.floor(place / width), place % width]
          if (i < first.length && first[i] === second[j]) places.add(place + width + 1)
          if (i === first.length && j === second.length) return steps
          if (i < first.length) next.add(place + width)
          if (j < second.length) next.add(place + 1)
          if (i < first.length && j < second.length) next.add(place + width + 1)
        }
        places = next
      }
    }
  },
  properties: {
    "the first text as long as the scale asks for": ({ first }, _, { length }) => first.length === length,
    "no more than the edits that were made": (_, gold, { edits }) => gold <= edits,
    "0 exactly for the same text": ({ first, second }, gold) => (gold === 0) === (first === second),
    "no less than the lengths differ": ({ first, second }, gold) =>
      gold >= Math.abs(first.length - second.length),
    "no more than the places that differ and the difference of lengths": ({ first, second }, gold) => {
      const shared = Math.min(first.length, second.length)
      const different = Array.from({ length: shared }, (_, index) => index).filter((index) =>
        first[index] !== second[index]
      )
      return gold <= different.length + Math.abs(first.length - second.length)
    }
  }
})
