import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Size = Schema.Int.pipe(Schema.between(1, 150))

export default Environment.make({
  name: "integer-partitions",
  tags: ["probability", "counting", "dynamic-programming"],
  skill: "counting partitions of a number into bounded parts",
  source: "Classic; Euler 1748",
  scale: { total: Scale.geometric({ min: 20, max: 150 }), parts: Scale.geometric({ min: 3, max: 12 }) },
  instance: Schema.Struct({ total: Size, parts: Size, least: Size, most: Size }),
  answer: Answer.integer,
  // The bounds lie around the mean of the parts, so that some sum is the total.
  generate: ({ total, parts }) =>
    Gen.gen(function*() {
      const sum = yield* Gen.int(Math.ceil(2 * total / 3), total)
      const count = yield* Gen.int(2, parts)
      return {
        total: sum,
        parts: count,
        least: yield* Gen.skewed(1, Math.floor(sum / count), -2),
        most: yield* Gen.int(Math.ceil(sum / count), sum)
      }
    }),
  statement: ({ total, parts, least, most }) =>
    `In how many ways is ${total} a sum of exactly ${parts} whole numbers, each at least ${least} and at most ${most}? `
    + "The order of the numbers does not count, and numbers may be equal.",
  // Value by value: in how many ways so many numbers up to it have such a sum.
  solve: ({ total, parts, least, most }) => {
    const ways = Array.from({ length: parts + 1 }, () => Array.from({ length: total + 1 }, () => 0))
    ways[0]![0] = 1
    for (let value = least; value <= Math.min(most, total); value++) {
      for (let count = 1; count <= parts; count++) {
        for (let sum = value; sum <= total; sum++) ways[count]![sum]! += ways[count - 1]![sum - value]!
      }
    }
    return ways[parts]![total]!
  },
  brute: {
    upTo: {},
    // What is over the least in each part is a partition in a box: Gauss's product of (1 - q^(room + i)) / (1 - q^i).
    solve: ({ total, parts, least, most }) => {
      const over = total - parts * least
      const room = most - least
      if (over < 0 || room < 0) return 0
      const ways = [1, ...Array.from({ length: over }, () => 0)]
      for (let part = 1; part <= parts; part++) {
        for (let sum = over; sum >= room + part; sum--) ways[sum]! -= ways[sum - room - part]!
        for (let sum = part; sum <= over; sum++) ways[sum]! += ways[sum - part]!
      }
      return ways[over]!
    }
  },
  properties: {
    "within the scale": ({ total, parts }, _, scale) =>
      2 * scale.total <= 3 * total && total <= scale.total && 2 <= parts && parts <= scale.parts,
    "some sum is": ({ least, most }, gold) => least <= most && gold > 0,
    "as many as are found one by one, of small totals": ({ total, parts, least, most }, gold) => {
      const count = (left: number, numbers: number, largest: number): number => {
        if (numbers === 0) return left === 0 ? 1 : 0
        let sums = 0
        for (let number = least; number <= Math.min(largest, left); number++) {
          sums += count(left - number, numbers - 1, number)
        }
        return sums
      }
      return total > 30 || count(total, parts, most) === gold
    }
  }
})
