import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Task = Schema.Struct({ days: Schema.Int, after: Schema.Array(Schema.Int) })

/** The tasks' numbers as words. */
const listed = (numbers: ReadonlyArray<number>) =>
  numbers.length === 1
    ? `task ${numbers[0]}`
    : `tasks ${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)}`

export default Environment.make({
  name: "critical-path",
  tags: ["optimization", "scheduling", "graph"],
  skill: "finding the longest chain of tasks that wait for each other",
  source: "Classic; Kelley and Walker 1959",
  scale: {
    tasks: Scale.geometric({ min: 3, max: 30 }),
    links: Scale.geometric({ min: 2, max: 44 }),
    maxDays: Scale.geometric({ min: 9, max: 35 })
  },
  // Tasks are numbered from 1; each waits for those it comes after, and none for itself, however indirectly.
  instance: Schema.Struct({ tasks: Schema.Array(Task) }),
  answer: Answer.integer,
  generate: ({ tasks, links, maxDays }) =>
    Gen.gen(function*() {
      const edges = yield* Gen.dag(tasks, links)
      const days = yield* Gen.array(Gen.int(1, maxDays), tasks)
      return {
        tasks: days.map((days, task) => ({
          days,
          after: edges.flatMap(([before, after]) => (after === task ? [before + 1] : [])).sort((a, b) =>
            a - b
          )
        }))
      }
    }),
  statement: ({ tasks }) =>
    `${
      tasks.map(({ after, days }, at) =>
        `Task ${at + 1} takes ${days} ${days === 1 ? "day" : "days"}${
          after.length === 0
            ? ""
            : ` and can only start when ${listed(after)} ${after.length === 1 ? "is" : "are"} done`
        }.`
      ).join(" ")
    } Any number of tasks can be worked on at the same time. How many days does it take at least until all are done?`,
  solve: ({ tasks }) => {
    const ends: Array<number> = []
    const end = (task: number): number =>
      ends[task] ??= tasks[task]!.days + Math.max(0, ...tasks[task]!.after.map((before) => end(before - 1)))
    return Math.max(...tasks.map((_, task) => end(task)))
  },
  brute: {
    upTo: {},
    // Day by day, work on whatever can be worked on.
    solve: ({ tasks }) => {
      const left = tasks.map(({ days }) => days)
      for (let day = 0;; day++) {
        if (left.every((days) => days === 0)) return day
        const going = tasks.flatMap(({ after }, task) =>
          left[task]! > 0 && after.every((before) => left[before - 1] === 0) ? [task] : []
        )
        for (const task of going) left[task]!--
      }
    }
  },
  properties: {
    "so many tasks and links, no task too long": ({ tasks }, _, scale) =>
      tasks.length === scale.tasks && tasks.flatMap(({ after }) => after).length === scale.links &&
      tasks.every(({ days }) => 1 <= days && days <= scale.maxDays),
    "no less than the longest task, no more than all one after another": ({ tasks }, gold) =>
      tasks.every(({ days }) => days <= gold) && gold <= tasks.reduce((sum, { days }) => sum + days, 0),
    "no task waits for one more than once": ({ tasks }) =>
      tasks.every(({ after }) => after.every((task, at) => at === 0 || after[at - 1]! < task))
  }
})
