import { Progress, type RunEvent } from "@scaler/runtime/run/Progress"
import type { Recipe } from "@scaler/runtime/run/Recipe"
import { Layer } from "effect"
import { printLines } from "../Output.ts"
import * as Describe from "./describe.ts"

/** Plain lines, for a log: every tenth step, every evaluation. */
export const lines: Layer.Layer<Progress> = Layer.sync(Progress, () => {
  let recipe: Recipe | undefined
  const timeLeft = Describe.makeTimeLeft()
  const describe = (event: RunEvent): ReadonlyArray<string> => {
    switch (event._tag) {
      case "Started":
        recipe = event.recipe
        return [Describe.started(event)]
      case "Stepped": {
        const left = timeLeft(event, recipe!)
        return event.position.step % 10 === 0
          ? [`${Describe.position(event.position, recipe!)}  ${Describe.stepped(event)}  ${left}`]
          : []
      }
      case "Evaluated":
        return [`${Describe.position(event.position, recipe!)}  ${Describe.evaluated(event)}`]
      case "Benchmarked":
        return [`${Describe.position(event.position, recipe!)}  ${Describe.benchmarked(event)}`]
      case "Note":
        return [event.message]
      case "Finished":
        return Describe.finished(event.outcome)
      case "Saved":
        return []
    }
  }
  return { report: (event) => printLines(describe(event)) }
})
