import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const sum = (values: ReadonlyArray<number>) => values.reduce((total, value) => total + value, 0)

export default Environment.make({
  name: "assignment-cost",
  tags: ["optimization", "matching"],
  skill: "assigning jobs to workers at the least total cost",
  source: "Classic; Kuhn 1955",
  scale: {
    workers: Scale.linear({ min: 2, max: 11 }),
    maxCost: Scale.geometric({ min: 9, max: 999 })
  },
  // A row for each worker, with the cost of each job.
  instance: Schema.Struct({ costs: Schema.Array(Schema.Array(Schema.Int)) }),
  answer: Answer.integer,
  generate: ({ workers, maxCost }) => Gen.struct({ costs: Gen.grid(workers, workers, Gen.int(1, maxCost)) }),
  statement: ({ costs }) =>
    `Each line holds what one worker asks for each of ${costs.length} jobs:
${costs.map((row) => row.join(" ")).join("\n")}
Every worker does exactly one job and every job is done once. What is the least total cost?`,
  // The least cost of each set of jobs, a bit for each, done by the first workers.
  solve: ({ costs }) => {
    let best = new Map([[0, 0]])
    for (const row of costs) {
      const next = new Map<number, number>()
      for (const [done, cost] of best) {
        row.forEach((ask, job) => {
          const both = done | (1 << job)
          if (both !== done) next.set(both, Math.min(cost + ask, next.get(both) ?? Infinity))
        })
      }
      best = next
    }
    return [...best.values()][0]!
  },
  brute: {
    upTo: { workers: 6 },
    solve: ({ costs }) => {
      const least = (worker: number, free: ReadonlyArray<number>): number =>
        free.length === 0
          ? 0
          : Math.min(...free.map((job) =>
            costs[worker]![job]! + least(worker + 1, free.filter((other) => other !== job))
          ))
      return least(0, costs.map((_, job) => job))
    }
  },
  properties: {
    "so many workers and jobs, none too dear": ({ costs }, _, scale) =>
      costs.length === scale.workers &&
      costs.every((row) =>
        row.length === scale.workers && row.every((cost) => 1 <= cost && cost <= scale.maxCost)
      ),
    "no less than the cheapest job of every worker, nor than the cheapest worker for every job": (
      { costs },
      gold
    ) =>
      sum(costs.map((row) => Math.min(...row))) <= gold &&
      sum(costs.map((_, job) => Math.min(...costs.map((row) => row[job]!)))) <= gold,
    "no more than where every worker does the job so many places on": ({ costs }, gold) =>
      costs.every((_, shift) => gold <= sum(costs.map((row, worker) => row[(worker + shift) % row.length]!)))
  }
})
