import type { Drawn } from "@scaler/dsl/Runnable"
import { axisAt, isHarder, type Scale } from "@scaler/dsl/Scale"
import { canonical } from "@scaler/dsl/Split"
import { Effect, Either } from "effect"
import { inBatches } from "../Batch.ts"
import { failed, passed, skipped } from "../Report.ts"
import type { Check } from "../Subject.ts"

/** Draws that are compared with the same draws at another scale. */
const compared = 32

/** The levels: from the axes' minima, each harder than the one before, within the axes, all of which matter. */
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
  },
  {
    name: "axes-matter",
    // The same random words, so that nothing but the axis can make a difference. A scale beside the ladder may well be
    // one that the generator rejects or fails at: that is a difference too.
    run: ({ driven, environment }) =>
      Effect.gen(function*() {
        const { axes, ladder: [lowest, ...higher] } = environment.manifest
        const highest = higher.at(-1) ?? lowest
        const words = driven.slice(0, compared).map((one) => one.words)
        const drawAt = (scale: Scale) =>
          inBatches(words.map((some) => ({ scale, words: some })), environment.drawFrom)
        if (words.length === 0) return skipped("no instance could be drawn")
        const before = yield* drawAt(lowest)
        for (const axis of Object.keys(axes).filter((axis) => lowest[axis] !== highest[axis])) {
          const scale = { ...lowest, [axis]: highest[axis]! }
          const after = yield* drawAt(scale)
          if (before.every((one, at) => isSame(one, after[at]!))) {
            return failed(words.length, `${axis} makes no difference to what is drawn`, { scale })
          }
        }
        return passed(words.length)
      })
  }
]

const isSame = (a: Either.Either<Drawn | null, unknown>, b: Either.Either<Drawn | null, unknown>): boolean =>
  Either.isRight(a) && Either.isRight(b)
  && canonical(a.right?.instance ?? null) === canonical(b.right?.instance ?? null)
