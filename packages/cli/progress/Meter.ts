/** Progress of work that is counted: what was done last, the rate, and the time left, on standard error. */
import { Clock, Effect } from "effect"
import { note } from "../Output.ts"
import { duration } from "./describe.ts"

/** Says that one more is done; at most one line in two seconds, so that short work says nothing. */
export type Meter = (what: string) => Effect.Effect<void>

const quiet = 2_000

export const make = (total: number): Effect.Effect<Meter> =>
  Effect.map(Clock.currentTimeMillis, (began) => {
    let done = 0
    let last = began
    return (what) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        done++
        if (total === 1 || now - last < quiet) return Effect.void
        last = now
        const minutes = (now - began) / 60_000
        const left = duration(60 * (minutes / done) * (total - done))
        const rate = done / minutes
        return note(
          `[${done}/${total}] ${what}; ${rate.toFixed(rate < 10 ? 1 : 0)} a minute, ${left} left`
        )
      })
  })
