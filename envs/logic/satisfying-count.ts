import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

/** Numbers of letters from 1, negative where negated. */
const Literal = Schema.Int.pipe(Schema.between(-12, 12), Schema.filter((literal) => literal !== 0))

const letter = (number: number): string => String.fromCharCode(96 + number)

const literal = (number: number): string => `${number < 0 ? "not " : ""}${letter(Math.abs(number))}`

type Terms = ReadonlyArray<ReadonlyArray<number>>

export default Environment.make({
  name: "satisfying-count",
  tags: ["logic", "counting"],
  skill: "counting the assignments that make a formula true",
  source: "Classic; Valiant 1979",
  scale: { letters: Scale.linear({ min: 5, max: 12 }), terms: Scale.geometric({ min: 3, max: 60 }) },
  instance: Schema.Struct({
    letters: Schema.Int.pipe(Schema.between(1, 12)),
    terms: Schema.Array(Schema.Array(Literal).pipe(Schema.minItems(1), Schema.maxItems(6))).pipe(
      Schema.minItems(1),
      Schema.maxItems(60)
    )
  }).pipe(
    Schema.filter(({ letters, terms }) => terms.flat().every((number) => Math.abs(number) <= letters))
  ),
  answer: Answer.integer,
  // The more terms, the longer they are: otherwise nearly all assignments make one of many terms true.
  generate: ({ letters, terms: count }) =>
    Gen.gen(function*() {
      const longest = Math.min(letters, 3 + Math.floor(Math.log2(count) / 2))
      const terms: Array<ReadonlyArray<number>> = []
      while (terms.length < count) {
        const chosen = yield* Gen.distinct(1, letters, yield* Gen.int(longest - 1, longest))
        const signs = yield* Gen.array(Gen.pick([1, -1]), chosen.length)
        terms.push(chosen.map((number, at) => number * signs[at]!))
      }
      return { letters, terms }
    }),
  statement: ({ letters, terms }) =>
    `Each of the ${letters} letters a to ${letter(letters)} is true or false. In how many of the ${
      2 ** letters
    } cases is this true: ${terms.map((term) => `(${term.map(literal).join(" and ")})`).join(" or ")}?`,
  // One letter after another, both ways; a term that has come true settles all that is left.
  solve: ({ letters, terms }) => {
    const count = (at: number, open: Terms): number => {
      if (open.length === 0) return 0
      if (open.some((term) => term.length === 0)) return 2 ** (letters - at + 1)
      return [at, -at].reduce((sum, chosen) => {
        const left = open.flatMap((term) =>
          term.includes(-chosen) ? [] : [term.filter((number) => number !== chosen)]
        )
        return sum + count(at + 1, left)
      }, 0)
    }
    return count(1, terms)
  },
  brute: {
    upTo: { letters: 8 },
    solve: ({ letters, terms }) => {
      let count = 0
      for (let chosen = 0; chosen < 1 << letters; chosen++) {
        const isTrue = (number: number) => ((chosen >> (Math.abs(number) - 1)) & 1) === (number > 0 ? 1 : 0)
        if (terms.some((term) => term.every(isTrue))) count++
      }
      return count
    }
  },
  properties: {
    "sizes as the scale asks": ({ letters, terms }, gold, scale) =>
      letters === scale.letters && terms.length === scale.terms && 0 < gold && gold <= 2 ** letters &&
      terms.every((term) => term.length > 1 && new Set(term.map(Math.abs)).size === term.length),
    "terms of three letters at most, and of one more for every four times as many": ({ terms }) =>
      terms.every((term) => 4 ** (term.length - 3) <= terms.length)
  }
})
