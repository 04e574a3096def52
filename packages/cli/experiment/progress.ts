/** How far an experiment is: a line for each run that ends, and now and then where those in progress are. */
import type { Task } from "@scaler/experiments/Tasks"
import { Progress, type RunEvent } from "@scaler/runtime/run/Progress"
import { Effect, Layer } from "effect"
import { noteNow } from "../Output.ts"
import * as Describe from "../progress/describe.ts"

/** Milliseconds between two lines about runs in progress. */
const every = 10_000

const nameOf = ({ arm, seed }: Task) => `${arm ?? "warm-up"}, seed ${seed}`

/** Follows the runs of an experiment, of which so many are finished already. */
export const make = ({ finished, jobs, total }: {
  readonly total: number
  readonly finished: number
  readonly jobs: number
}) => {
  let done = finished
  let spent = 0
  let shown = performance.now()

  const left = () =>
    done === finished
      ? ""
      : `; ${Describe.duration((total - done) * spent / (done - finished) / jobs / 1000)} left`

  return (task: Task): Layer.Layer<Progress> => {
    const began = performance.now()
    const report = (event: RunEvent) => {
      if (event._tag === "Note") noteNow(`${nameOf(task)}: ${event.message}`)
      if (event._tag === "Stepped" && performance.now() - shown > every) {
        shown = performance.now()
        const where = Describe.position(event.position, task.recipe)
        noteNow(`  ${nameOf(task)}: ${where}  ${Describe.stepped(event)}`)
      }
      if (event._tag !== "Finished" || event.outcome.status !== "finished") return
      const { neverTrained, test } = event.outcome
      const scores = ([["test", test], ["never trained", neverTrained]] as const).flatMap(([what, tested]) =>
        tested === null
          ? []
          : [`${what} ${Describe.percent(tested.afterWarmup)} → ${Describe.percent(tested.final)}`]
      )
      const took = performance.now() - began
      if (task.arm !== null) {
        done++
        spent += took
      }
      const counted = task.arm === null ? "" : `[${done}/${total}] `
      noteNow(
        `${counted}${nameOf(task)}: ${scores.join(", ")}; ${Describe.duration(took / 1000)}${left()}`
      )
    }
    return Layer.succeed(Progress, { report: (event) => Effect.sync(() => report(event)) })
  }
}
