import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Small = Schema.Int.pipe(Schema.between(-999, 999))

/** A first term and the ratio of each term to the one before it. */
const Geometric = Schema.Struct({
  law: Schema.Literal("geometric"),
  first: Small,
  ratio: Schema.Int.pipe(Schema.between(-12, 12))
})

/** The first term, the first difference, the first second difference, and so on; the last of them stay the same. */
const Polynomial = Schema.Struct({
  law: Schema.Literal("polynomial"),
  leading: Schema.Array(Small).pipe(Schema.minItems(2), Schema.maxItems(11))
})

type Sequence = typeof Geometric.Type | typeof Polynomial.Type

/** One term more than settles the sequence. */
const shown = (sequence: Sequence): ReadonlyArray<number> => {
  if (sequence.law === "geometric") {
    const { first, ratio } = sequence
    return [first, first * ratio, first * ratio * ratio]
  }
  let differences = sequence.leading
  return Array.from({ length: differences.length + 1 }, () => {
    const term = differences[0]!
    differences = differences.map((difference, order) => difference + (differences[order + 1] ?? 0))
    return term
  })
}

const kind = (sequence: Sequence): string => {
  if (sequence.law === "geometric") return "geometric sequence"
  const degree = sequence.leading.length - 1
  return ["arithmetic sequence", "quadratic sequence", "cubic sequence"][degree - 1] ??
    `degree-${degree} polynomial sequence`
}

export default Environment.make({
  name: "next-term",
  tags: ["sequence", "extrapolation"],
  skill: "continuing a sequence by its differences or ratio",
  source: "Classic; the calculus of finite differences, Newton 1687",
  scale: { degree: Scale.linear({ min: 1, max: 10 }), maxTerm: Scale.geometric({ min: 99, max: 999 }) },
  instance: Schema.Union(Geometric, Polynomial),
  answer: Answer.integer,
  generate: ({ degree, maxTerm }) =>
    Gen.gen(function*() {
      const first = yield* Gen.int(1, maxTerm)
      if (yield* Gen.boolean(0.2)) {
        return { law: "geometric", first, ratio: yield* Gen.int(2, Math.round(Math.log2(maxTerm))) }
      }
      const most = Math.floor(maxTerm / 10)
      const lower = yield* Gen.array(Gen.int(-most, most), degree - 1)
      const sign = yield* Gen.pick([-1, 1])
      return { law: "polynomial", leading: [first, ...lower, sign * (yield* Gen.int(1, most))] }
    }),
  statement: (sequence) => `Next term of the ${kind(sequence)} ${shown(sequence).join(" ")}?`,
  solve: (sequence) => {
    if (sequence.law === "geometric") return sequence.first * sequence.ratio ** 3
    // The last term, the last difference, the last second difference, and so on, add up to the next term.
    let next = 0
    let row = shown(sequence)
    for (const _ of sequence.leading) {
      next += row.at(-1)!
      row = row.slice(1).map((term, index) => term - row[index]!)
    }
    return next
  },
  brute: {
    upTo: {},
    solve: (sequence) => {
      if (sequence.law === "geometric") {
        return [1, 2, 3].reduce((term) => term * sequence.ratio, sequence.first)
      }
      // Newton's formula: term n is the sum of the leading differences, that of order k taken (n over k) times.
      const index = sequence.leading.length + 1
      let [next, times] = [0, 1]
      sequence.leading.forEach((difference, order) => {
        next += difference * times
        times = times * (index - order) / (order + 1)
      })
      return next
    }
  },
  properties: {
    "of the degree that the scale asks for, or geometric": (sequence, _, { degree }) =>
      sequence.law === "geometric" ? Math.abs(sequence.ratio) > 1 : sequence.leading.length === degree + 1,
    "the last differences are not 0": (sequence) =>
      sequence.law === "geometric" || sequence.leading.at(-1) !== 0,
    "numbers within the scale": (sequence, _, { maxTerm }) => {
      const [first = 0, ...others] = sequence.law === "geometric" ? [sequence.first] : sequence.leading
      return 1 <= first && first <= maxTerm && others.every((other) => Math.abs(other) <= maxTerm / 10)
    },
    "differences of the shown terms and the answer vanish beyond the degree": (sequence, gold) => {
      if (sequence.law === "geometric") return true
      const terms = [...shown(sequence), gold]
      const differences = sequence.leading.reduce<ReadonlyArray<number>>(
        (row) => row.slice(1).map((term, index) => term - row[index]!),
        terms
      )
      return differences.length === 2 && differences.every((difference) => difference === 0)
    },
    "neighbours among the shown terms and the answer have one ratio": (sequence, gold) => {
      if (sequence.law === "polynomial") return true
      const terms = [...shown(sequence), gold]
      return terms.length === 4 &&
        terms.every((term, index) => index === 0 || term === terms[index - 1]! * sequence.ratio)
    }
  }
})
