import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const letters = "abcdefghijklmnopqrstuvwxyz"

const areNear = (one: string, other: string): boolean => {
  let differing = 0
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) differing++
  return one.length === other.length && differing === 1
}

/** All texts that differ in one letter. */
const neighbours = (word: string): ReadonlyArray<string> =>
  Array.from(word).flatMap((own, at) =>
    [...letters].filter((letter) => letter !== own).map((letter) =>
      word.slice(0, at) + letter + word.slice(at + 1)
    )
  )

export default Environment.make({
  name: "word-ladder",
  tags: ["game", "search", "text"],
  skill: "finding a chain among words that differ in one letter",
  source: "Game; Doublets, Carroll 1877",
  scale: {
    steps: Scale.geometric({ min: 2, max: 40 }),
    decoys: Scale.geometric({ min: 2, max: 200 }),
    length: Scale.linear({ min: 3, max: 8 })
  },
  instance: Schema.Struct({
    words: Schema.Array(Schema.String.pipe(Schema.pattern(/^[a-z]+$/))),
    start: Schema.String,
    end: Schema.String
  }),
  answer: Answer.array(Answer.string),
  // A chain without a short cut, and decoys beside any word so far.
  generate: ({ decoys, length, steps }) =>
    Gen.gen(function*() {
      const chain = [yield* Gen.string(letters, length)]
      while (chain.length <= steps) {
        const before = chain.at(-2)
        const next = yield* Gen.pick(
          neighbours(chain.at(-1)!).filter((word) =>
            before === undefined || (word !== before && !areNear(before, word))
          )
        )
        if (chain.slice(0, -1).some((word) => areNear(word, next))) return yield* Gen.reject("a short cut")
        chain.push(next)
      }
      const words = new Set(chain)
      while (words.size < chain.length + decoys) {
        const beside = neighbours(yield* Gen.pick([...words])).filter((word) => !words.has(word))
        words.add(yield* Gen.pick(beside))
      }
      return { words: yield* Gen.shuffle([...words]), start: chain[0]!, end: chain.at(-1)! }
    }),
  statement: ({ end, start, words }) =>
    `These count as words: ${
      words.join(" ")
    }. List words from ${start} to ${end}, both included, such that each but the `
    + `first differs from the one before it in exactly one letter, in its place.`,
  solve: ({ end, start, words }) => {
    const before = new Map<string, string | undefined>([[start, undefined]])
    for (const [word] of before) {
      for (const next of words) if (!before.has(next) && areNear(word, next)) before.set(next, word)
    }
    const ladder: Array<string> = []
    for (let word: string | undefined = end; word !== undefined; word = before.get(word)) ladder.unshift(word)
    return ladder
  },
  check: ({ end, start, words }, answer) => {
    if (answer[0] !== start || answer.at(-1) !== end) return `it must begin with ${start} and end with ${end}`
    const unknown = answer.find((word) => !words.includes(word))
    if (unknown !== undefined) return `${unknown} is none of the words`
    const broken = answer.findIndex((word, index) => index > 0 && !areNear(answer[index - 1]!, word))
    return broken === -1 ? true : `${answer[broken]} does not differ in one letter from the word before it`
  },
  brute: {
    upTo: { decoys: 30 },
    // How far every word is from the end, rising until nothing changes; then always to a word that is nearer.
    solve: ({ end, start, words }) => {
      const patterns = (word: string) =>
        Array.from(word, (_, at) => `${word.slice(0, at)}?${word.slice(at + 1)}`)
      const sharing = Map.groupBy(
        words.flatMap((word) => patterns(word).map((pattern) => ({ pattern, word }))),
        ({ pattern }) => pattern
      )
      const near = new Map(words.map((word) => [
        word,
        patterns(word).flatMap((pattern) => sharing.get(pattern)!.map((one) => one.word))
          .filter((other) => other !== word)
      ]))
      const away = new Map(words.map((word) => [word, word === end ? 0 : Infinity]))
      for (let changed = true; changed;) {
        changed = false
        for (const word of words) {
          const best = 1 + Math.min(...near.get(word)!.map((other) => away.get(other)!))
          if (best >= away.get(word)!) continue
          away.set(word, best)
          changed = true
        }
      }
      const ladder = [start]
      for (let word = start; word !== end; ladder.push(word)) {
        word = near.get(word)!.find((other) => away.get(other)! < away.get(word)!)!
      }
      return ladder
    }
  },
  properties: {
    "as many words as asked for, all different": ({ words }, _, { decoys, length, steps }) =>
      words.length === steps + 1 + decoys && new Set(words).size === words.length &&
      words.every((word) => word.length === length),
    "begins and ends as asked for": ({ end, start }, gold) => gold[0] === start && gold.at(-1) === end,
    "the ends are no neighbours": (_, gold) => gold.length > 2,
    "one letter changes from word to word": ({ words }, gold) =>
      gold.every((word, index) => {
        const before = gold[index - 1]
        if (before === undefined) return words.includes(word)
        const at = Array.from(word).findIndex((letter, place) => letter !== before[place])
        return at !== -1 && words.includes(word) && word.slice(0, at) === before.slice(0, at) &&
          word.slice(at + 1) === before.slice(at + 1)
      })
  }
})
