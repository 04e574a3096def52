import { axisAt, isHarder } from "@scaler/dsl/Scale"
import { Effect } from "effect"
import { failed, passed } from "../Report.ts"
import type { Check } from "../Subject.ts"

/** The levels: from the axes' minima, each harder than the one before, within the axes. */
export const checks: ReadonlyArray<Check> = [
  {
    name: "ladder",
    run: ({ environment: { manifest: { axes, ladder } } }) =>
      Effect.sync(() => {
        for (const [level, scale] of ladder.entries()) {
          const previous = ladder[level - 1]
          for (const [axis, bounds] of Object.entries(axes)) {
            const value = scale[axis]
            if (value === undefined) {
              return failed(ladder.length, `level ${level} lacks ${axis}`, { level, scale })
            }
            if (value < bounds.min || value > bounds.max) {
              const message = `level ${level} has ${axis} ${value}, outside ${bounds.min} to ${bounds.max}`
              return failed(ladder.length, message, { level, scale })
            }
            if (level === 0 && value !== axisAt(bounds, 0)) {
              const message = `level 0 has ${axis} ${value}, but the axis begins at ${bounds.min}`
              return failed(ladder.length, message, { level, scale })
            }
          }
          if (previous !== undefined && !isHarder(previous, scale)) {
            return failed(ladder.length, `level ${level} is not harder than level ${level - 1}`, {
              level,
              scale
            })
          }
        }
        return passed(ladder.length)
      })
  }
]
