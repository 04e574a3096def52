import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Sets = Schema.Array(Schema.Array(Schema.Int))

export default Environment.make({
  name: "exact-cover",
  tags: ["logic", "constraint-satisfaction", "search"],
  skill: "covering each element exactly once",
  source: "Classic; Karp 1972, Knuth's Algorithm X",
  scale: { elements: Scale.linear({ min: 6, max: 30 }), decoys: Scale.geometric({ min: 4, max: 70 }) },
  instance: Schema.Struct({ elements: Schema.Int, sets: Sets }),
  answer: Answer.array(Answer.integer),
  // Two to four elements in each set; where the parts of the cover end with one left, it goes to the last of them.
  generate: ({ elements, decoys }) =>
    Gen.gen(function*() {
      const order = yield* Gen.distinct(1, elements, elements)
      const sets: Array<ReadonlyArray<number>> = []
      for (let start = 0; start < elements;) {
        const size = yield* Gen.int(2, 4)
        const end = start + size + 1 < elements ? start + size : elements
        sets.push(order.slice(start, end))
        start = end
      }
      for (let count = 0; count < decoys; count++) {
        sets.push(yield* Gen.distinct(1, elements, yield* Gen.int(2, 4)))
      }
      const sorted = sets.map((set) => set.toSorted((a, b) => a - b))
      return { elements, sets: yield* Gen.shuffle(sorted) }
    }),
  statement: ({ elements, sets }) =>
    `Choose some of these sets so that each number from 1 to ${elements} is in exactly one of them: ${
      sets.map((set, at) => `set ${at + 1} {${set.join(", ")}}`).join(", ")
    }. List the numbers of the chosen sets.`,
  // The element that the fewest sets can cover comes next.
  solve: ({ elements, sets }) => {
    const cover = (
      open: ReadonlyArray<number>,
      left: ReadonlyArray<number>
    ): ReadonlyArray<number> | undefined => {
      if (open.length === 0) return []
      let fewest = left
      for (const element of open) {
        const holding = left.filter((at) => sets[at]!.includes(element))
        if (holding.length < fewest.length) fewest = holding
      }
      for (const at of fewest) {
        const set = sets[at]!
        const rest = cover(
          open.filter((element) => !set.includes(element)),
          left.filter((other) => !sets[other]!.some((element) => set.includes(element)))
        )
        if (rest !== undefined) return [at + 1, ...rest]
      }
      return undefined
    }
    const all = Array.from({ length: elements }, (_, index) => index + 1)
    return cover(all, [...sets.keys()])!.toSorted((a, b) => a - b)
  },
  check: ({ elements, sets }, answer) => {
    const unknown = answer.find((number) => sets[number - 1] === undefined)
    if (unknown !== undefined) return `there is no set ${unknown}`
    const times = Array.from({ length: elements }, () => 0)
    for (const number of answer) for (const element of sets[number - 1]!) times[element - 1]!++
    const wrong = times.findIndex((count) => count !== 1)
    return wrong === -1 ? true : `${wrong + 1} is in ${times[wrong]} of them`
  },
  brute: {
    upTo: { decoys: 7 },
    solve: ({ elements, sets }) => {
      for (let chosen = 0; chosen < 1 << sets.length; chosen++) {
        const numbers = [...sets.keys()].filter((at) => (chosen >> at) & 1)
        const covered = numbers.flatMap((at) => sets[at]!)
        if (covered.length === elements && new Set(covered).size === elements) {
          return numbers.map((at) => at + 1)
        }
      }
      return []
    }
  },
  properties: {
    "sizes as the scale asks: two elements in each part of a cover at least, four at most but in the last": (
      { elements, sets },
      gold,
      { elements: size, decoys }
    ) => {
      const parts = sets.length - decoys
      return elements === size && 2 * parts <= elements && elements <= 4 * parts + 1 &&
        gold.length < sets.length
    },
    "two to five elements in each set, in order": ({ sets }) =>
      sets.every((set) =>
        2 <= set.length && set.length <= 5 && set.every((element, at) => at === 0 || set[at - 1]! < element)
      ),
    "the chosen sets, one after another, are the elements": ({ elements, sets }, gold) => {
      const covered = gold.flatMap((number) => sets[number - 1]!).toSorted((a, b) => a - b)
      return covered.length === elements && covered.every((element, at) => element === at + 1)
    }
  }
})
