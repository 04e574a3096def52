import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const maxItems = 18
const maxCapacity = 200

const sum = (values: ReadonlyArray<number>) => values.reduce((total, value) => total + value, 0)

/** The sizes in each bin, of those that are not empty. */
const contents = (sizes: ReadonlyArray<number>, bins: ReadonlyArray<number>) =>
  [
    ...Map.groupBy(sizes.map((size, at) => ({ size, bin: bins[at] })), ({ bin }) => bin).values()
  ].map((items) => items.map(({ size }) => size))

export default Environment.make({
  name: "bin-packing",
  tags: ["optimization", "packing"],
  skill: "packing items into the fewest bins",
  source: "Classic; Johnson 1973",
  scale: {
    bins: Scale.linear({ min: 2, max: 5 }),
    items: Scale.geometric({ min: 4, max: maxItems }),
    capacity: Scale.geometric({ min: 20, max: maxCapacity })
  },
  instance: Schema.Struct({
    capacity: Schema.Int.pipe(Schema.between(20, maxCapacity)),
    sizes: Schema.Array(Schema.Int.pipe(Schema.between(1, maxCapacity))).pipe(
      Schema.minItems(1),
      Schema.maxItems(maxItems)
    )
  }).pipe(Schema.filter(({ capacity, sizes }) => sizes.every((size) => size <= capacity))),
  answer: Answer.array(Answer.integer),
  // The bins are cut into pieces, with so little room left that all together it is less than a bin.
  generate: ({ bins, items, capacity }) =>
    Gen.gen(function*() {
      const counts = yield* Gen.partition(items, bins)
      const sizes: Array<number> = []
      for (const count of counts) {
        const room = yield* Gen.int(0, Math.floor((capacity - 1) / bins))
        sizes.push(...(yield* Gen.partition(capacity - room, count)))
      }
      return { capacity, sizes: yield* Gen.shuffle(sizes) }
    }),
  statement: ({ capacity, sizes }) =>
    `Items of sizes ${
      sizes.join(", ")
    } are to be packed into as few bins as possible. The sizes in a bin may add up to ${capacity} at most. List the number of the bin of each item, in the order of the items; bins are numbered from 1.`,
  // So many bins, and one more where they do not do: the largest items first, each into one of every kind of bin.
  solve: ({ capacity, sizes }) => {
    const order = sizes.map((_, at) => at).sort((a, b) => sizes[b]! - sizes[a]!)
    const bins = sizes.map(() => 0)
    const pack = (rooms: ReadonlyArray<number>, next: number): boolean => {
      const item = order[next]
      if (item === undefined) return true
      return rooms.some((room, bin) => {
        if (room < sizes[item]! || rooms.indexOf(room) < bin) return false
        bins[item] = bin + 1
        return pack(rooms.with(bin, room - sizes[item]!), next + 1)
      })
    }
    let count = Math.ceil(sum(sizes) / capacity)
    while (!pack(Array.from({ length: count }, () => capacity), 0)) count++
    return bins
  },
  check: ({ capacity, sizes }, answer, gold) => {
    if (answer.length !== sizes.length) return `it lists ${answer.length} bins for ${sizes.length} items`
    const packed = contents(sizes, answer)
    const full = packed.find((some) => sum(some) > capacity)
    if (full !== undefined) return `${full.join(" + ")} is more than ${capacity}`
    if (answer.some((bin) => bin < 1 || bin > packed.length)) {
      return `bins must be numbered 1 to ${packed.length}`
    }
    const enough = contents(sizes, gold).length
    return packed.length === enough ? true : `${enough} bins are enough, not ${packed.length}`
  },
  brute: {
    upTo: { items: 7 },
    // All ways to group the items.
    solve: ({ capacity, sizes }) => {
      let best = sizes.map((_, at) => at + 1)
      const group = (bins: ReadonlyArray<number>): void => {
        if (bins.length < sizes.length) {
          for (let bin = 1; bin <= Math.max(0, ...bins) + 1; bin++) group([...bins, bin])
        } else if (Math.max(...bins) < Math.max(...best)) {
          const loads = best.map((_, at) => sum(sizes.filter((_, item) => bins[item] === at + 1)))
          if (loads.every((load) => load <= capacity)) best = [...bins]
        }
      }
      group([])
      return best
    }
  },
  properties: {
    "so many items, of so many bins": ({ capacity, sizes }, gold, scale) =>
      capacity === scale.capacity && sizes.length === scale.items && new Set(gold).size === scale.bins,
    "no bin holds too much": ({ capacity, sizes }, gold) =>
      gold.length === sizes.length && contents(sizes, gold).every((some) => sum(some) <= capacity),
    "one bin fewer would not hold everything": ({ capacity, sizes }, gold) =>
      (Math.max(...gold) - 1) * capacity < sum(sizes)
  }
})
