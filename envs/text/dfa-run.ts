import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const letters = "abcd"

export default Environment.make({
  name: "dfa-run",
  tags: ["text", "automaton", "simulation"],
  skill: "following a finite automaton",
  source: "Classic; Rabin and Scott 1959",
  scale: {
    states: Scale.linear({ min: 6, max: 40 }),
    letters: Scale.linear({ min: 2, max: 4 }),
    length: Scale.geometric({ min: 4, max: 900 })
  },
  instance: Schema.Struct({
    next: Schema.Array(Schema.Array(Schema.NonNegativeInt)),
    word: Schema.String.pipe(Schema.pattern(/^[a-d]+$/))
  }),
  answer: Answer.integer,
  generate: ({ states, letters: size, length }) =>
    Gen.struct({
      next: Gen.grid(states, size, Gen.int(0, states - 1)),
      word: Gen.string(letters.slice(0, size), length)
    }),
  statement: ({ next, word }) => {
    const rows = next.map((row, state) =>
      `from ${state}: ${row.map((to, at) => `${letters[at]} to ${to}`).join(", ")}`
    )
    return `A machine starts in state 0 and reads ${word} letter by letter. Each letter moves it, ${
      rows.join("; ")
    }. In which state does it end?`
  },
  solve: ({ next, word }) => {
    let state = 0
    for (const letter of word) state = next[state]![letters.indexOf(letter)]!
    return state
  },
  brute: {
    upTo: {},
    // Where a text leads from every state, put together from its two halves.
    solve: ({ next, word }) => {
      const leads = (text: string): ReadonlyArray<number> => {
        if (text.length === 1) return next.map((row) => row["abcd".indexOf(text)]!)
        const half = text.length >> 1
        const second = leads(text.slice(half))
        return leads(text.slice(0, half)).map((state) => second[state]!)
      }
      return leads(word)[0]!
    }
  },
  properties: {
    "sizes as the scale asks": ({ next, word }, _, scale) =>
      next.length === scale.states && word.length === scale.length &&
      next.every((row) => row.length === scale.letters && row.every((to) => to < scale.states)),
    "the last letter leads there": ({ next, word }, gold) =>
      next.some((row) => row["abcd".indexOf(word.at(-1)!)] === gold)
  }
})
