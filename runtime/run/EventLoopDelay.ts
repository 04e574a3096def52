/** How late timers of this process fire: what a person at the keyboard feels. */
import { Effect, type Scope } from "effect"
import { createHistogram } from "node:perf_hooks"

const interval = 10

/** Milliseconds. */
export interface Delay {
  readonly p99: number
  readonly max: number
}

/** Watches the event loop until the scope ends, by a timer every 10 ms; what it gives reads the delays so far. */
export const watch: Effect.Effect<() => Delay, never, Scope.Scope> = Effect.gen(function*() {
  const histogram = createHistogram()
  yield* Effect.acquireRelease(
    Effect.sync(() => {
      let due = performance.now() + interval
      return setInterval(() => {
        const now = performance.now()
        histogram.record(Math.max(1, Math.round((now - due) * 1000)))
        due = now + interval
      }, interval)
    }),
    (timer) => Effect.sync(() => clearInterval(timer))
  )
  return () => ({ p99: histogram.percentile(99) / 1000, max: histogram.max / 1000 })
})
