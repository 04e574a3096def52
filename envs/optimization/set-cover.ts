import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const maxSets = 18
const maxValue = 40

type Sets = ReadonlyArray<ReadonlyArray<number>>

/** Why sets, numbered from 1, do not contain every number that occurs, or true. */
const judge = (sets: Sets, chosen: ReadonlyArray<number>) => {
  const unknown = chosen.find((number) => sets[number - 1] === undefined)
  if (unknown !== undefined) return `there is no set ${unknown}`
  if (new Set(chosen).size < chosen.length) return "a set is listed twice"
  const contained = new Set(chosen.flatMap((number) => sets[number - 1]!))
  const missing = sets.flat().find((value) => !contained.has(value))
  return missing === undefined ? true : `${missing} is in none of the chosen sets`
}

export default Environment.make({
  name: "set-cover",
  tags: ["optimization", "covering"],
  skill: "covering all numbers with the fewest sets",
  source: "Classic; Karp 1972",
  scale: {
    sets: Scale.geometric({ min: 4, max: maxSets }),
    numbers: Scale.geometric({ min: 6, max: maxValue })
  },
  instance: Schema.Struct({
    sets: Schema.Array(
      Schema.Array(Schema.Int.pipe(Schema.between(1, maxValue))).pipe(
        Schema.minItems(1),
        Schema.maxItems(maxValue)
      )
    ).pipe(Schema.minItems(1), Schema.maxItems(maxSets))
  }),
  answer: Answer.array(Answer.integer),
  generate: (scale) =>
    Gen.gen(function*() {
      const numbers = Array.from({ length: scale.numbers }, (_, at) => at + 1)
      const sets: Array<ReadonlyArray<number>> = []
      while (sets.length < scale.sets) {
        const size = yield* Gen.int(2, Math.ceil(scale.numbers / 2))
        sets.push(yield* Gen.subset(numbers, size))
      }
      return { sets }
    }),
  statement: ({ sets }) =>
    `${
      sets.map((set, at) => `Set ${at + 1}: ${set.join(" ")}`).join("\n")
    }\nChoose as few of these sets as possible that together contain every number that is in any of them. List the numbers of the chosen sets.`,
  // So many sets, and one more where they do not do: one of those that contain the number that the fewest contain.
  solve: ({ sets }) => {
    const holders = new Map<number, ReadonlyArray<number>>()
    for (const value of sets.flat()) {
      holders.set(value, sets.flatMap((set, at) => (set.includes(value) ? [at + 1] : [])))
    }
    const rarest = [...holders.keys()].sort((a, b) => holders.get(a)!.length - holders.get(b)!.length)
    const cover = (chosen: ReadonlyArray<number>, more: number): ReadonlyArray<number> | undefined => {
      const open = rarest.find((value) => !holders.get(value)!.some((holder) => chosen.includes(holder)))
      if (open === undefined) return chosen
      if (more === 0) return undefined
      for (const holder of holders.get(open)!) {
        const found = cover([...chosen, holder], more - 1)
        if (found !== undefined) return found
      }
      return undefined
    }
    for (let size = 1;; size++) {
      const found = cover([], size)
      if (found !== undefined) return found
    }
  },
  check: ({ sets }, answer, gold) => {
    const verdict = judge(sets, answer)
    if (verdict !== true) return verdict
    return answer.length === gold.length ? true : `${gold.length} are enough, not ${answer.length}`
  },
  brute: {
    upTo: { sets: 8 },
    // The smallest of all choices, each a number with a bit for every set.
    solve: ({ sets }) => {
      const all = new Set(sets.flat()).size
      let best = sets.map((_, at) => at + 1)
      for (let choice = 1; choice < 1 << sets.length; choice++) {
        const chosen = sets.flatMap((_, at) => ((choice >> at) & 1 ? [at + 1] : []))
        const contained = new Set(chosen.flatMap((number) => sets[number - 1]!))
        if (contained.size === all && chosen.length < best.length) best = chosen
      }
      return best
    }
  },
  properties: {
    "so many sets, of two to half of the numbers": ({ sets }, _, scale) =>
      sets.length === scale.sets &&
      sets.every((set) =>
        2 <= set.length && set.length <= Math.ceil(scale.numbers / 2) &&
        set.every((value, at) => (set[at - 1] ?? 0) < value && value <= scale.numbers)
      ),
    "different sets that contain every number": ({ sets }, gold) => judge(sets, gold) === true,
    "each has a number that no other has": ({ sets }, gold) =>
      gold.every((one) => judge(sets, gold.filter((other) => other !== one)) !== true)
  }
})
