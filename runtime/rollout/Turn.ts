/** Turns of the event loop. */
import { Effect } from "effect"

/**
 * Lets timers, signals and what has come from processes and servers have their turn. Between parts of long work a fiber
 * yields only to other fibers.
 */
export const give: Effect.Effect<void> = Effect.async((resume) => {
  const turn = setImmediate(() => resume(Effect.void))
  return Effect.sync(() => clearImmediate(turn))
})
