import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const maxJobs = 120
const maxDays = 60

const Job = Schema.Struct({
  deadline: Schema.Int.pipe(Schema.between(1, maxDays)),
  pay: Schema.Int.pipe(Schema.between(1, 999))
})

export default Environment.make({
  name: "deadline-scheduling",
  tags: ["optimization", "scheduling"],
  skill: "choosing the best paid jobs that meet their deadlines",
  source: "Classic; Lawler 1976",
  scale: {
    jobs: Scale.geometric({ min: 3, max: maxJobs }),
    days: Scale.geometric({ min: 3, max: maxDays }),
    maxPay: Scale.geometric({ min: 9, max: 999 })
  },
  instance: Schema.Struct({
    jobs: Schema.Array(Job).pipe(Schema.minItems(1), Schema.maxItems(maxJobs))
  }),
  answer: Answer.integer,
  generate: (scale) =>
    Gen.struct({
      jobs: Gen.array(
        Gen.struct({ deadline: Gen.int(1, scale.days), pay: Gen.int(1, scale.maxPay) }),
        scale.jobs
      )
    }),
  statement: ({ jobs }) =>
    `Each job takes one day, you do one job a day from day 1 on, and a job is paid only if it is done on its last day or before. The jobs: ${
      jobs.map(({ deadline, pay }) => `${pay} until day ${deadline}`).join(", ")
    }. What is the most pay in all?`,
  // The best paid first, each on the latest free day; where there is none, it is left out.
  solve: ({ jobs }) => {
    const taken = new Set<number>()
    let total = 0
    for (const { deadline, pay } of jobs.toSorted((a, b) => b.pay - a.pay)) {
      let day = deadline
      while (taken.has(day)) day--
      if (day < 1) continue
      taken.add(day)
      total += pay
    }
    return total
  },
  brute: {
    upTo: { jobs: 9 },
    // All choices of jobs that are in time when done in the order of their deadlines.
    solve: ({ jobs }) => {
      const ordered = jobs.toSorted((a, b) => a.deadline - b.deadline)
      let most = 0
      for (let subset = 1; subset < 1 << jobs.length; subset++) {
        const done = ordered.filter((_, at) => (subset >> at) & 1)
        if (!done.every(({ deadline }, at) => at + 1 <= deadline)) continue
        most = Math.max(most, done.reduce((sum, { pay }) => sum + pay, 0))
      }
      return most
    }
  },
  properties: {
    "so many jobs, within the days, none paid too much": ({ jobs }, _, scale) =>
      jobs.length === scale.jobs &&
      jobs.every(({ deadline, pay }) => deadline <= scale.days && pay <= scale.maxPay),
    "as much as the best paid of those still open, on each day from the last back": ({ jobs }, gold) => {
      let [left, total] = [jobs.toSorted((a, b) => b.pay - a.pay), 0]
      for (let day = maxDays; day >= 1; day--) {
        const best = left.find(({ deadline }) => day <= deadline)
        total += best?.pay ?? 0
        left = left.filter((job) => job !== best)
      }
      return gold === total
    }
  }
})
