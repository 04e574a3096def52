import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"
import { untilUnique } from "./clues/Clues.ts"

/** What each of the people has, kind by kind: how one calls its owner by it. */
const kinds = [
  { name: "people", items: ["Ann", "Ben", "Cleo", "Dan", "Eve"], owner: (item: string) => item },
  {
    name: "colours",
    items: ["red", "green", "blue", "white", "yellow"],
    owner: (item: string) => `the owner of the ${item} house`
  },
  {
    name: "pets",
    items: ["cat", "dog", "horse", "parrot", "zebra"],
    owner: (item: string) => `the one with the ${item}`
  },
  {
    name: "drinks",
    items: ["tea", "coffee", "milk", "juice", "water"],
    owner: (item: string) => `the one who drinks ${item}`
  },
  {
    name: "instruments",
    items: ["flute", "piano", "violin", "trumpet", "guitar"],
    owner: (item: string) => `the one who plays the ${item}`
  }
]

const relations = ["same", "different", "left", "beside", "at"] as const

/** About two items, each a kind and a number in it, or about one and a house from 0. */
const Item = Schema.Tuple(Schema.Int, Schema.Int)

const Clue = Schema.Struct({ relation: Schema.Literal(...relations), a: Item, b: Item, house: Schema.Int })

type Clue = typeof Clue.Type

const unplaced = -1

/** The house of each item, kind by kind. */
type Houses = ReadonlyArray<ReadonlyArray<number>>

/** Whether the clue holds; as long as an item has no house, it can. */
const holds = ({ relation, a, b, house }: Clue, houses: Houses): boolean => {
  const first = houses[a[0]]![a[1]]!
  const second = houses[b[0]]![b[1]]!
  if (first === unplaced || second === unplaced) return true
  switch (relation) {
    case "same":
      return first === second
    case "different":
      return first !== second
    case "left":
      return first + 1 === second
    case "beside":
      return Math.abs(first - second) === 1
    case "at":
      return first === house
  }
}

const clueAt = (size: number, kindCount: number, index: number): Clue | undefined => {
  const relation = relations[index % relations.length]!
  const items = size * kindCount
  const rest = Math.floor(index / relations.length)
  const [one, other] = [rest % items, Math.floor(rest / items)]
  const a = [Math.floor(one / size), one % size] as const
  const b = [Math.floor(other / size), other % size] as const
  if (relation === "at") return b[0] === 0 ? { relation, a, b: a, house: b[1] } : undefined
  const sameKind = a[0] === b[0] && (relation === "same" || relation === "different" || a[1] === b[1])
  return sameKind ? undefined : { relation, a, b, house: 0 }
}

/** Houses that fit the clues, other than the given ones: the item that has the fewest left comes next. */
const solution = (
  { size, kindCount, clues }: { size: number; kindCount: number; clues: ReadonlyArray<Clue> },
  other?: Houses
): Houses | undefined => {
  const houses = Array.from({ length: kindCount }, () => Array.from({ length: size }, () => unplaced))
  const items = houses.flatMap((row, kind) =>
    [...row.keys()].map((item) => ({
      row,
      item,
      clues: clues.filter(({ a, b }) => [a, b].some((one) => one[0] === kind && one[1] === item))
    }))
  )
  const place = (): boolean => {
    let next:
      | { readonly row: Array<number>; readonly item: number; readonly left: ReadonlyArray<number> }
      | undefined
    for (const { row, item, clues } of items) {
      if (row[item] !== unplaced) continue
      const free = [...row.keys()].filter((house) => !row.includes(house))
      const left = free.filter((house) => {
        row[item] = house
        return clues.every((clue) => holds(clue, houses))
      })
      row[item] = unplaced
      if (next === undefined || left.length < next.left.length) next = { row, item, left }
    }
    if (next === undefined) return other === undefined || houses.join() !== other.join()
    const { item, left, row } = next
    for (const house of left) {
      row[item] = house
      if (place()) return true
    }
    row[item] = unplaced
    return false
  }
  return place() ? houses : undefined
}

const say = ({ relation, a, b, house }: Clue): string => {
  const [first, second] = [a, b].map(([kind, item]) => kinds[kind]!.owner(kinds[kind]!.items[item]!))
  const sentence = {
    same: `${first} is ${second}`,
    different: `${first} is not ${second}`,
    left: `${first} lives directly to the left of ${second}`,
    beside: `${first} lives next to ${second}`,
    at: `${first} lives in house ${house + 1}`
  }[relation]
  return `${sentence[0]!.toUpperCase()}${sentence.slice(1)}.`
}

export default Environment.make({
  name: "zebra-puzzle",
  tags: ["logic", "deduction", "constraint-satisfaction"],
  skill: "matching several kinds of properties by clues",
  source: "Classic; Life International 1962",
  scale: { houses: Scale.linear({ min: 3, max: 5 }), kinds: Scale.linear({ min: 2, max: 5 }) },
  ladder: [[3, 2], [3, 3], [4, 3], [4, 4], [5, 4], [5, 5]].map(([houses, kinds]) => ({
    houses: houses!,
    kinds: kinds!
  })),
  instance: Schema.Struct({
    size: Schema.Int,
    kindCount: Schema.Int,
    clues: Schema.Array(Clue),
    asked: Schema.Int
  }),
  answer: Answer.array(Answer.string),
  generate: ({ houses: size, kinds: kindCount }) =>
    Gen.gen(function*() {
      const clues = yield* untilUnique<Houses, Clue>({
        world: yield* Gen.array(Gen.permutation(size), kindCount),
        clues: relations.length * (size * kindCount) ** 2,
        clueAt: (index) => clueAt(size, kindCount, index),
        holds,
        another: (given, houses) => solution({ size, kindCount, clues: given }, houses)
      })
      return { size, kindCount, clues, asked: yield* Gen.int(0, kindCount - 1) }
    }),
  statement: ({ size, kindCount, clues, asked }) => {
    const things = kinds.slice(0, kindCount).map(({ name, items }) =>
      `${name} (${items.slice(0, size).join(", ")})`
    )
    return `In a row from left to right are houses 1 to ${size}. Each has another one of these: ${
      things.join(", ")
    }. ${clues.map(say).join(" ")} List the ${kinds[asked]!.name} from house 1 to house ${size}.`
  },
  solve: (instance) => {
    const houses = solution(instance)![instance.asked]!
    return houses.map((_, house) => kinds[instance.asked]!.items[houses.indexOf(house)]!)
  },
  brute: {
    upTo: { houses: 4, kinds: 3 },
    // All orders of all kinds, each as what stands from left to right.
    solve: ({ size, kindCount, clues, asked }) => {
      const orders = (left: ReadonlyArray<number>): ReadonlyArray<ReadonlyArray<number>> =>
        left.length === 0
          ? [[]]
          : left.flatMap((one) => orders(left.filter((other) => other !== one)).map((rest) => [one, ...rest]))
      const rows = orders(Array.from({ length: size }, (_, index) => index))
      let streets: ReadonlyArray<ReadonlyArray<ReadonlyArray<number>>> = [[]]
      for (let kind = 0; kind < kindCount; kind++) {
        streets = streets.flatMap((street) => rows.map((row) => [...street, row]))
      }
      const fitting = streets.filter((street) =>
        clues.every(({ relation, a, b, house }) => {
          const where = ([kind, item]: readonly [number, number]) => street[kind]!.indexOf(item)
          const steps = where(b) - where(a)
          return {
            same: steps === 0,
            different: steps !== 0,
            left: steps === 1,
            beside: steps === 1 || steps === -1,
            at: where(a) === house
          }[relation]
        })
      )
      return fitting.length === 1 ? fitting[0]![asked]!.map((item) => kinds[asked]!.items[item]!) : []
    }
  },
  properties: {
    "sizes as the scale asks": ({ size, kindCount, clues }, gold, scale) =>
      size === scale.houses && kindCount === scale.kinds && clues.length > 1 && new Set(gold).size === size,
    "what the clues say of the asked kind alone holds": ({ clues, asked }, gold) =>
      clues.every(({ relation, a, b, house }) => {
        if (a[0] !== asked || b[0] !== asked) return true
        const [first, second] = [a, b].map(([kind, item]) => gold.indexOf(kinds[kind]!.items[item]!))
        return relation === "at"
          ? first === house
          : relation === "left"
          ? second! - first! === 1
          : Math.abs(second! - first!) === 1
      })
  }
})
