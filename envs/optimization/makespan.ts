import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const maxJobs = 12
const maxMachines = 4

const sum = (values: ReadonlyArray<number>) => values.reduce((total, value) => total + value, 0)

export default Environment.make({
  name: "makespan",
  tags: ["optimization", "scheduling"],
  skill: "sharing jobs out evenly among machines",
  source: "Classic; Graham 1969",
  scale: {
    jobs: Scale.linear({ min: 3, max: maxJobs }),
    machines: Scale.linear({ min: 2, max: maxMachines }),
    maxMinutes: Scale.geometric({ min: 9, max: 60 })
  },
  instance: Schema.Struct({
    machines: Schema.Int.pipe(Schema.between(1, maxMachines)),
    minutes: Schema.Array(Schema.Int.pipe(Schema.between(1, 60))).pipe(
      Schema.minItems(1),
      Schema.maxItems(maxJobs)
    )
  }),
  answer: Answer.integer,
  generate: ({ jobs, machines, maxMinutes }) =>
    Gen.struct({ machines: Gen.succeed(machines), minutes: Gen.array(Gen.int(1, maxMinutes), jobs) }),
  statement: ({ machines, minutes }) =>
    `Jobs take ${minutes.join(", ")} minutes. Each is done by one of ${machines} equal ${
      machines === 1 ? "machine" : "machines"
    }, without a break, and a machine does one job at a time. After how many minutes can all jobs be done at the earliest?`,
  // Branch and bound: the longest jobs first, each to every machine that is not as busy as one tried before.
  solve: ({ machines, minutes }) => {
    const ordered = minutes.toSorted((a, b) => b - a)
    const least = Math.max(ordered[0]!, Math.ceil(sum(minutes) / machines))
    let best = sum(minutes)
    const place = (loads: ReadonlyArray<number>, next: number) => {
      const busiest = Math.max(...loads)
      if (busiest >= best) return
      const job = ordered[next]
      if (job === undefined) {
        best = busiest
        return
      }
      for (const [at, load] of loads.entries()) {
        if (best === least) return
        if (loads.indexOf(load) === at) place(loads.with(at, load + job), next + 1)
      }
    }
    place(Array.from({ length: machines }, () => 0), 0)
    return best
  },
  brute: {
    upTo: { jobs: 7 },
    // All loads that the machines, whichever is which, can have after each job.
    solve: ({ machines, minutes }) => {
      let loads = new Map([["", Array.from({ length: machines }, () => 0)]])
      for (const job of minutes) {
        const next = new Map<string, Array<number>>()
        for (const before of loads.values()) {
          for (let machine = 0; machine < machines; machine++) {
            const after = before.with(machine, before[machine]! + job).sort((a, b) => a - b)
            next.set(after.join(), after)
          }
        }
        loads = next
      }
      return Math.min(...[...loads.values()].map((one) => Math.max(...one)))
    }
  },
  properties: {
    "so many jobs and machines, no job too long": ({ machines, minutes }, _, scale) =>
      machines === scale.machines && minutes.length === scale.jobs &&
      minutes.every((job) => job <= scale.maxMinutes),
    "no earlier than the longest job, nor than sharing all evenly": ({ machines, minutes }, gold) =>
      minutes.every((job) => job <= gold) && sum(minutes) <= machines * gold,
    "no later than giving each job, the longest first, to the machine that is free first": (
      { machines, minutes },
      gold
    ) => {
      const loads = Array.from({ length: machines }, () => 0)
      for (const job of minutes.toSorted((a, b) => b - a)) loads[loads.indexOf(Math.min(...loads))]! += job
      return gold <= Math.max(...loads)
    }
  }
})
