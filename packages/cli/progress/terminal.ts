import { Progress, type RunEvent } from "@scaler/runtime/run/Progress"
import type { Recipe } from "@scaler/runtime/run/Recipe"
import { Effect, Layer } from "effect"
import { print } from "../Output.ts"
import * as Describe from "./describe.ts"

const barWidth = 24

const bar = (share: number) => {
  const filled = Math.round(barWidth * Math.min(1, Math.max(0, share)))
  return "█".repeat(filled) + "░".repeat(barWidth - filled)
}

/** A live display: what happened scrolls above, the step in progress is redrawn below. */
export const terminal: Layer.Layer<Progress> = Layer.sync(Progress, () => {
  let recipe: Recipe | undefined
  let drawn = 0
  let validation: number | undefined
  const timeLeft = Describe.makeTimeLeft()

  const show = (event: Extract<RunEvent, { _tag: "Stepped" }>): ReadonlyArray<string> => {
    const { metrics, position } = event
    const steps = position.phase === "warmup" ? recipe!.warmup.steps : recipe!.steps
    const nameWidth = Math.max(0, ...metrics.environments.map(({ environment }) => environment.length))
    return [
      `${bar(position.step / steps)} ${Describe.position(position, recipe!)}  ${timeLeft(event, recipe!)}`,
      Describe.stepped(event) +
      (validation === undefined ? "" : `  validation ${(100 * validation).toFixed(1)} %`),
      ...metrics.environments.map(({ accuracy, difficulty, environment }) =>
        `  ${environment.padEnd(nameWidth)}  level ${difficulty.toFixed(1).padStart(4)}  ${bar(accuracy)} ${
          (100 * accuracy).toFixed(0).padStart(3)
        } %`
      )
    ]
  }
  const clear = () => {
    const up = drawn === 0 ? "" : `\x1b[${drawn}A\x1b[J`
    drawn = 0
    return up
  }
  const scroll = (lines: ReadonlyArray<string>) => print(clear() + lines.map((line) => `${line}\n`).join(""))
  const redraw = (lines: ReadonlyArray<string>) => {
    const columns = process.stdout.columns || 80
    const text = clear() + lines.map((line) => `${line.slice(0, columns - 1)}\n`).join("")
    drawn = lines.length
    return print(text)
  }
  const report = (event: RunEvent): Effect.Effect<void> => {
    switch (event._tag) {
      case "Started":
        recipe = event.recipe
        return scroll([Describe.started(event)])
      case "Stepped":
        return redraw(show(event))
      case "Evaluated":
        if (event.split === "validation") validation = event.scores.macro
        return scroll([`${Describe.position(event.position, recipe!)}  ${Describe.evaluated(event)}`])
      case "Benchmarked":
        return scroll([`${Describe.position(event.position, recipe!)}  ${Describe.benchmarked(event)}`])
      case "Note":
        return scroll([event.message])
      case "Finished":
        return scroll(Describe.finished(event.outcome))
      case "Saved":
        return Effect.void
    }
  }
  return { report }
})
