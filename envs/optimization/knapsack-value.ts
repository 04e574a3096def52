import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const maxItems = 70

const Item = Schema.Struct({
  weight: Schema.Int.pipe(Schema.between(1, 60)),
  value: Schema.Int.pipe(Schema.between(1, 99))
})

export default Environment.make({
  name: "knapsack-value",
  tags: ["optimization", "dynamic-programming"],
  skill: "packing the most value into a knapsack",
  source: "Classic; Dantzig 1957",
  scale: {
    items: Scale.geometric({ min: 3, max: maxItems }),
    maxWeight: Scale.geometric({ min: 9, max: 60 })
  },
  instance: Schema.Struct({
    capacity: Schema.Int.pipe(Schema.between(0, 4_200)),
    items: Schema.Array(Item).pipe(Schema.minItems(1), Schema.maxItems(maxItems))
  }),
  answer: Answer.integer,
  // A value is near the weight, so that no item is clearly the best; about half of the items fit.
  generate: (scale) =>
    Gen.gen(function*() {
      const items: Array<typeof Item.Type> = []
      for (let count = 0; count < scale.items; count++) {
        const weight = yield* Gen.int(1, scale.maxWeight)
        items.push({ weight, value: weight + (yield* Gen.int(0, 39)) })
      }
      const total = items.reduce((sum, { weight }) => sum + weight, 0)
      return { capacity: yield* Gen.int(Math.ceil(total / 4), Math.ceil((3 * total) / 4)), items }
    }),
  statement: ({ capacity, items }) =>
    `Items by weight and value: ${
      items.map(({ value, weight }) => `${weight} kg worth ${value}`).join(", ")
    }. Each can be taken once, as a whole. What is the largest total value of items that together weigh at most ${capacity} kg?`,
  solve: ({ capacity, items }) => {
    const best = Array.from({ length: capacity + 1 }, () => 0)
    for (const { value, weight } of items) {
      for (let room = capacity; room >= weight; room--) {
        best[room] = Math.max(best[room]!, best[room - weight]! + value)
      }
    }
    return best[capacity]!
  },
  brute: {
    upTo: { items: 10 },
    solve: ({ capacity, items }) => {
      let best = 0
      for (let subset = 0; subset < 1 << items.length; subset++) {
        const taken = items.filter((_, at) => (subset >> at) & 1)
        if (taken.reduce((sum, { weight }) => sum + weight, 0) > capacity) continue
        best = Math.max(best, taken.reduce((sum, { value }) => sum + value, 0))
      }
      return best
    }
  },
  properties: {
    "so many items, none too heavy, of which some but not all fit": ({ capacity, items }, _, scale) => {
      const total = items.reduce((sum, { weight }) => sum + weight, 0)
      return items.length === scale.items && items.every(({ weight }) => weight <= scale.maxWeight) &&
        total <= 4 * capacity && capacity < total
    },
    "no item is worth less than it weighs": ({ items }) =>
      items.every(({ value, weight }) => weight <= value && value < weight + 40),
    "from what taking the best by weight gives, to what it gives with a part of the next": (
      { capacity, items },
      gold
    ) => {
      let [room, value] = [capacity, 0]
      for (const item of items.toSorted((a, b) => b.value * a.weight - a.value * b.weight)) {
        if (item.weight > room) return value <= gold && (gold - value) * item.weight <= room * item.value
        room -= item.weight
        value += item.value
      }
      return gold === value
    }
  }
})
