/** How far an exam is, on standard error: problems, what is right of them, the rate, the time left. */
import type { Standing } from "@scaler/evals/Evaluate"
import { Clock, Effect } from "effect"
import { note } from "../Output.ts"
import { duration, percent } from "../progress/describe.ts"

/** At most a line in so many milliseconds. */
const every = 2000

const minute = 60_000

/** Of an exam that begins or goes on now. */
export const progress = (title: string) =>
  Effect.map(Clock.currentTimeMillis, (began) => {
    let last = 0
    let before: number | undefined
    return ({ accepted, answered, problems, responses }: Standing) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        before ??= answered
        if (now - last < every && answered < problems) return Effect.void
        last = now
        const rate = (answered - before) / Math.max(1, now - began) * minute
        return note([
          `${title}: ${answered}/${problems} problems`,
          ...(responses === 0 ? [] : [`${percent(accepted / responses)} right`]),
          ...(rate > 0
            ? [`${rate.toFixed(1)} a minute`, `${duration(60 * (problems - answered) / rate)} left`]
            : [])
        ].join(", "))
      })
  })
