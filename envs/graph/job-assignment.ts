import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Jobs = Schema.Array(Schema.NonNegativeInt)

export default Environment.make({
  name: "job-assignment",
  tags: ["graph", "matching"],
  skill: "matching without leaving anyone out",
  source: "Classic; König 1931, Hall 1935",
  scale: { workers: Scale.geometric({ min: 5, max: 40 }), choices: Scale.linear({ min: 2, max: 5 }) },
  /** For each worker the jobs that can be given to this one; there are as many jobs as workers. */
  instance: Schema.Struct({ able: Schema.Array(Jobs) }),
  answer: Answer.array(Answer.integer),
  // A planted assignment, and for each worker other jobs; some have fewer choices, so that not all choices are free.
  generate: ({ choices, workers }) =>
    Gen.gen(function*() {
      const planted = yield* Gen.permutation(workers)
      const able: Array<ReadonlyArray<number>> = []
      for (const job of planted) {
        const others = yield* Gen.distinct(0, workers - 1, yield* Gen.int(1, choices))
        able.push([...new Set([job, ...others])].sort((a, b) => a - b))
      }
      return { able }
    }),
  statement: ({ able }) =>
    `${
      able.map((jobs, worker) =>
        `Worker ${worker} can do ${jobs.length === 1 ? "job" : "jobs"} ${jobs.join(", ")}.`
      )
        .join(" ")
    } Every worker gets one job, and no two the same. List the job of worker 0, of worker 1, and so on.`,
  // Each worker takes a job that is free, or one whose holder can move on to another.
  solve: ({ able }) => {
    const holders = new Map<number, number>()
    const settle = (worker: number, tried: Set<number>): boolean =>
      able[worker]!.some((job) => {
        if (tried.has(job)) return false
        tried.add(job)
        const holder = holders.get(job)
        if (holder !== undefined && !settle(holder, tried)) return false
        holders.set(job, worker)
        return true
      })
    able.forEach((_, worker) => settle(worker, new Set()))
    const jobs = new Map(Array.from(holders, ([job, worker]) => [worker, job]))
    return able.map((_, worker) => jobs.get(worker)!)
  },
  check: ({ able }, answer) => {
    if (answer.length !== able.length) return `it lists ${answer.length} jobs for ${able.length} workers`
    const worker = able.findIndex((jobs, index) => !jobs.includes(answer[index]!))
    if (worker !== -1) return `worker ${worker} cannot do job ${answer[worker]}`
    return new Set(answer).size === answer.length || "two workers have the same job"
  },
  brute: {
    upTo: { workers: 8 },
    // Worker by worker, every job that is left, and back where none is.
    solve: ({ able }) => {
      const extend = (jobs: ReadonlyArray<number>): ReadonlyArray<number> | undefined => {
        if (jobs.length === able.length) return jobs
        for (const job of able[jobs.length]!) {
          const found = jobs.includes(job) ? undefined : extend([...jobs, job])
          if (found !== undefined) return found
        }
        return undefined
      }
      return extend([]) ?? []
    }
  },
  properties: {
    "workers and choices as the scale asks for": ({ able }, _, { choices, workers }) =>
      able.length === workers &&
      able.every((jobs) =>
        1 <= jobs.length && jobs.length <= choices + 1 &&
        jobs.every((job, index) => job < workers && (index === 0 || jobs[index - 1]! < job))
      ),
    "every job once": (_, gold) => gold.toSorted((a, b) => a - b).every((job, index) => job === index),
    "every worker can do the job": ({ able }, gold) =>
      able.every((jobs, worker) => jobs.includes(gold[worker]!))
  }
})
