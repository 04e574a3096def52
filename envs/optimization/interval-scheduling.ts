import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const maxTalks = 200

const Time = Schema.Int.pipe(Schema.between(0, 999))
const Talk = Schema.Tuple(Time, Time).pipe(Schema.filter(([start, end]) => start < end))

export default Environment.make({
  name: "interval-scheduling",
  tags: ["optimization", "scheduling"],
  skill: "choosing the most intervals that do not overlap",
  source: "Classic; greedy by earliest end",
  scale: {
    talks: Scale.geometric({ min: 6, max: maxTalks }),
    day: Scale.geometric({ min: 36, max: 999 })
  },
  instance: Schema.Struct({
    talks: Schema.Array(Talk).pipe(Schema.minItems(1), Schema.maxItems(maxTalks))
  }),
  answer: Answer.integer,
  // Of the talks that go on at the same of some moments, one can be heard: few moments or many are drawn first.
  generate: ({ talks, day }) =>
    Gen.gen(function*() {
      const moments = yield* Gen.distinct(0, day - 1, yield* Gen.int(1, talks))
      const reach = Gen.int(0, yield* Gen.int(1, Math.floor(day / (2 * talks))))
      const drawn: Array<readonly [number, number]> = []
      while (drawn.length < talks) {
        const moment = moments[drawn.length] ?? (yield* Gen.pick(moments))
        drawn.push([Math.max(0, moment - (yield* reach)), Math.min(day, moment + 1 + (yield* reach))])
      }
      return { talks: yield* Gen.shuffle(drawn) }
    }),
  statement: ({ talks }) =>
    `Talks, from when to when: ${
      talks.map(([start, end]) => `${start}-${end}`).join(", ")
    }. How many of them can one person hear at most, each from start to end? One talk may start when another ends.`,
  solve: ({ talks }) => {
    let [count, free] = [0, 0]
    for (const [start, end] of talks.toSorted(([, a], [, b]) => a - b)) {
      if (start < free) continue
      count++
      free = end
    }
    return count
  },
  brute: {
    upTo: { talks: 9 },
    solve: ({ talks }) => {
      let most = 0
      for (let subset = 1; subset < 1 << talks.length; subset++) {
        const heard = talks.filter((_, at) => (subset >> at) & 1)
        const apart = heard.every(([start, end], at) =>
          heard.every(([from, to], other) => other === at || to <= start || end <= from)
        )
        if (apart) most = Math.max(most, heard.length)
      }
      return most
    }
  },
  properties: {
    "so many talks, within the day": ({ talks }, _, scale) =>
      talks.length === scale.talks && talks.flat().every((time) => time <= scale.day),
    "no talk is longer than half of the day": ({ talks }, _, { day }) =>
      talks.every(([start, end]) => 2 * (end - start) <= day),
    "the longest row of talks, each after the one before": ({ talks }, gold) => {
      const ordered = talks.toSorted(([a], [b]) => a - b)
      const rows: Array<number> = []
      for (const [start] of ordered) {
        rows.push(1 + Math.max(0, ...rows.filter((_, at) => ordered[at]![1] <= start)))
      }
      return gold === Math.max(...rows)
    }
  }
})
