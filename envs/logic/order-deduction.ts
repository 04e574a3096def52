import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"
import { untilUnique } from "./clues/Clues.ts"
import { names } from "./clues/names.ts"

const kinds = ["before", "directly", "beside", "between", "not"] as const

/** About two people, or one person and a place from 1 (`number`); `between` tells how many stand between them. */
const Clue = Schema.Struct({
  kind: Schema.Literal(...kinds),
  a: Schema.Int,
  b: Schema.Int,
  number: Schema.Int
})

type Clue = typeof Clue.Type

const unplaced = -1

/** The place of each person, from 0. */
type Places = ReadonlyArray<number>

/** Whether the clue holds; as long as one of its people has no place, it can. */
const holds = ({ kind, a, b, number }: Clue, places: Places): boolean => {
  const first = places[a]!
  const second = places[b]!
  if (first === unplaced || second === unplaced) return true
  switch (kind) {
    case "before":
      return first < second
    case "directly":
      return first + 1 === second
    case "beside":
      return Math.abs(first - second) === 1
    case "between":
      return Math.abs(first - second) === number + 1
    case "not":
      return first !== number - 1
  }
}

const clueAt = (people: number, index: number): Clue | undefined => {
  const kind = kinds[index % kinds.length]!
  const rest = Math.floor(index / kinds.length)
  const [a, b, number] = [
    rest % people,
    Math.floor(rest / people) % people,
    Math.floor(rest / people / people) + 1
  ]
  if (kind === "not") return b === 0 && number <= people ? { kind, a, b: a, number } : undefined
  if (kind === "between") return a === b || number > people - 2 ? undefined : { kind, a, b, number }
  return a === b || number > 1 ? undefined : { kind, a, b, number: 0 }
}

/** Places that fit the clues, other than the given ones: the person with the fewest left comes next. */
const solution = (people: number, clues: ReadonlyArray<Clue>, other?: Places): Places | undefined => {
  const places = Array.from({ length: people }, () => unplaced)
  const about = places.map((_, person) => clues.filter(({ a, b }) => a === person || b === person))
  const extend = (): boolean => {
    let next: { readonly person: number; readonly left: ReadonlyArray<number> } | undefined
    const free = [...places.keys()].filter((place) => !places.includes(place))
    for (let person = 0; person < people; person++) {
      if (places[person] !== unplaced) continue
      const left = free.filter((place) => {
        places[person] = place
        return about[person]!.every((clue) => holds(clue, places))
      })
      places[person] = unplaced
      if (next === undefined || left.length < next.left.length) next = { person, left }
    }
    if (next === undefined) {
      return other === undefined || places.some((place, person) => place !== other[person])
    }
    for (const place of next.left) {
      places[next.person] = place
      if (extend()) return true
    }
    places[next.person] = unplaced
    return false
  }
  return extend() ? places : undefined
}

const say = ({ kind, a, b, number }: Clue): string => {
  const [first, second] = [names[a]!, names[b]!]
  switch (kind) {
    case "before":
      return `${first} stands somewhere before ${second}.`
    case "directly":
      return `${first} stands directly before ${second}.`
    case "beside":
      return `${first} and ${second} stand next to each other.`
    case "between":
      return `Exactly ${number} ${
        number === 1 ? "person stands" : "people stand"
      } between ${first} and ${second}.`
    case "not":
      return `${first} is not in place ${number}.`
  }
}

export default Environment.make({
  name: "order-deduction",
  tags: ["logic", "deduction", "constraint-satisfaction"],
  skill: "finding the only order that fits the clues",
  source: "Classic; ordering puzzles",
  scale: { people: Scale.linear({ min: 3, max: 9 }) },
  instance: Schema.Struct({ people: Schema.Int, clues: Schema.Array(Clue) }),
  answer: Answer.array(Answer.string),
  generate: ({ people }) =>
    Gen.gen(function*() {
      const clues = yield* untilUnique<Places, Clue>({
        world: yield* Gen.permutation(people),
        clues: kinds.length * people ** 3,
        clueAt: (index) => clueAt(people, index),
        holds,
        another: (given, places) => solution(people, given, places)
      })
      return { people, clues }
    }),
  statement: ({ people, clues }) =>
    `${names.slice(0, people - 1).join(", ")} and ${
      names[people - 1]
    } stand in a line, the first one in place 1. ${clues.map(say).join(" ")} List them from first to last.`,
  solve: ({ people, clues }) => {
    const places = solution(people, clues)!
    return places.map((_, place) => names[places.indexOf(place)]!)
  },
  brute: {
    upTo: { people: 6 },
    // All orders, as places of the people.
    solve: ({ people, clues }) => {
      const orders = (left: ReadonlyArray<number>): ReadonlyArray<ReadonlyArray<number>> =>
        left.length === 0
          ? [[]]
          : left.flatMap((one) => orders(left.filter((other) => other !== one)).map((rest) => [one, ...rest]))
      const fitting = orders(Array.from({ length: people }, (_, index) => index + 1)).filter((places) =>
        clues.every(({ kind, a, b, number }) => {
          const distance = places[b]! - places[a]!
          return {
            before: distance > 0,
            directly: distance === 1,
            beside: distance * distance === 1,
            between: distance === number + 1 || -distance === number + 1,
            not: places[a] !== number
          }[kind]
        })
      )
      const [places] = fitting
      return fitting.length === 1 ? places!.map((_, at) => names[places!.indexOf(at + 1)]!) : []
    }
  },
  properties: {
    "so many people, each once": ({ people }, gold, scale) =>
      people === scale.people && [...gold].sort().join() === names.slice(0, people).join(),
    "every clue holds": ({ clues }, gold) =>
      clues.every(({ kind, a, b, number }) => {
        const [first, second] = [gold.indexOf(names[a]!), gold.indexOf(names[b]!)]
        if (kind === "not") return first + 1 !== number
        if (kind === "before") return first < second
        const apart = kind === "between" ? number + 1 : 1
        return second === first + apart || (kind !== "directly" && first === second + apart)
      }),
    "no two who stand next to each other could change places": ({ clues, people }, gold) =>
      clues.length > 1 &&
      Array.from({ length: people - 1 }, (_, at) => gold.with(at, gold[at + 1]!).with(at + 1, gold[at]!))
        .every((other) =>
          clues.some((clue) => !holds(clue, names.slice(0, people).map((name) => other.indexOf(name))))
        )
  }
})
