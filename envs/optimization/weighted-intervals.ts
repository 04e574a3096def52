import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const maxJobs = 120

const Time = Schema.Int.pipe(Schema.between(0, 999))

const Job = Schema.Struct({
  hours: Schema.Tuple(Time, Time).pipe(Schema.filter(([start, end]) => start < end)),
  pay: Schema.Int.pipe(Schema.between(1, 99))
})

export default Environment.make({
  name: "weighted-intervals",
  tags: ["optimization", "dynamic-programming"],
  skill: "choosing the most valuable intervals that do not overlap",
  source: "Classic; weighted interval scheduling",
  scale: {
    jobs: Scale.geometric({ min: 3, max: maxJobs }),
    hours: Scale.geometric({ min: 20, max: 999 }),
    maxPay: Scale.geometric({ min: 9, max: 99 })
  },
  instance: Schema.Struct({
    jobs: Schema.Array(Job).pipe(Schema.minItems(1), Schema.maxItems(maxJobs))
  }),
  answer: Answer.integer,
  generate: (scale) =>
    Gen.gen(function*() {
      const all = yield* Gen.intervals(scale.jobs, 0, scale.hours, 1, Math.ceil(scale.hours / 3))
      const pays = yield* Gen.array(Gen.int(1, scale.maxPay), scale.jobs)
      return { jobs: all.map((hours, at) => ({ hours, pay: pays[at]! })) }
    }),
  statement: ({ jobs }) =>
    `Jobs, from when to when and for what pay: ${
      jobs.map(({ hours: [start, end], pay }) => `${start}-${end} for ${pay}`).join(", ")
    }. Only one job can be done at a time; one may start when another ends. What is the most pay in all?`,
  // Job by job as they end: with it and the best of all that end before it starts, or without it.
  solve: ({ jobs }) => {
    const ordered = jobs.toSorted((a, b) => a.hours[1] - b.hours[1])
    const best = [0]
    for (const [at, { hours: [start], pay }] of ordered.entries()) {
      const earlier = ordered.filter(({ hours: [, end] }) => end <= start).length
      best.push(Math.max(best[at]!, best[earlier]! + pay))
    }
    return best.at(-1)!
  },
  brute: {
    upTo: { jobs: 9 },
    solve: ({ jobs }) => {
      let most = 0
      for (let subset = 1; subset < 1 << jobs.length; subset++) {
        const done = jobs.filter((_, at) => (subset >> at) & 1)
        const apart = done.every(({ hours: [start, end] }, at) =>
          done.every(({ hours: [from, to] }, other) => other === at || to <= start || end <= from)
        )
        if (apart) most = Math.max(most, done.reduce((sum, { pay }) => sum + pay, 0))
      }
      return most
    }
  },
  properties: {
    "so many jobs, within the hours, none paid too much": ({ jobs }, _, scale) =>
      jobs.length === scale.jobs &&
      jobs.every(({ hours: [, end], pay }) => end <= scale.hours && pay <= scale.maxPay),
    "no job takes more than a third of the hours": ({ jobs }, _, scale) =>
      jobs.every(({ hours: [start, end] }) => end - start <= Math.ceil(scale.hours / 3)),
    "what an hour after another can bring, from the last on": ({ jobs }, gold) => {
      const last = Math.max(...jobs.map(({ hours: [, end] }) => end))
      const most = Array.from({ length: last + 1 }, () => 0)
      for (let hour = last - 1; hour >= 0; hour--) {
        const starting = jobs.filter(({ hours: [start] }) => start === hour)
        most[hour] = Math.max(most[hour + 1]!, ...starting.map(({ hours: [, end], pay }) => pay + most[end]!))
      }
      return gold === most[0]
    }
  }
})
