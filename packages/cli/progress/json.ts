import type { StepMetrics } from "@scaler/runtime/run/Figures"
import { type Outcome, Progress, type RunEvent } from "@scaler/runtime/run/Progress"
import { Effect, Layer } from "effect"
import { note, printJson } from "../Output.ts"

/** One object per step, and per measurement of benchmarks, on standard output, the last one the final state; all else on standard error. */
export const json: Layer.Layer<Progress> = Layer.sync(Progress, () => {
  let pending: Record<string, unknown> | undefined
  const flush = Effect.suspend(() => {
    if (pending === undefined) return Effect.void
    const line = pending
    pending = undefined
    return printJson(line)
  })
  const report = (event: RunEvent): Effect.Effect<void> => {
    switch (event._tag) {
      case "Stepped": {
        const { clock, metrics, position } = event
        return Effect.zipRight(
          flush,
          Effect.sync(() => {
            pending = { ...position, ...(metrics satisfies StepMetrics), clock }
          })
        )
      }
      case "Evaluated": {
        if (pending !== undefined) pending[event.split] = event.scores.macro
        return Effect.void
      }
      case "Benchmarked": {
        const { measured, position: { step } } = event
        const benchmarks = Object.fromEntries(measured.map(({ scores, suite }) => [suite, scores.macro]))
        return printJson({ step, benchmarks })
      }
      case "Finished":
        return Effect.zipRight(flush, printJson(event.outcome satisfies Outcome))
      case "Note":
        return note(event.message)
      case "Started":
      case "Saved":
        return Effect.void
    }
  }
  return { report }
})
