/** Difficulties on one ladder of a pool's environment as difficulties on another. */
import type { Scale } from "@scaler/dsl/Scale"
import type { PoolEntry } from "./PoolFile.ts"

type Parameters = Pick<PoolEntry, "parameters">
type Ladder = ReadonlyArray<Scale>

/** The smallest `r` of the range at which every parameter has come to its place in a setting. */
const rangeOf = ({ parameters }: Parameters, scale: Scale): number =>
  Object.entries(parameters).reduce(
    (r, [name, { base, min }]) => base === 0 ? r : Math.max(r, (scale[name]! - min) / base),
    0
  )

/** Values at the places 0, 1, 2 and so on, with straight lines between them. */
const valueAt = (values: ReadonlyArray<number>, place: number): number => {
  const below = Math.min(Math.floor(place), values.length - 1)
  const value = values[below]!
  return value + (place - below) * ((values[below + 1] ?? value) - value)
}

/** The first place at which values that never fall come to one; the last where none is above it. */
const placeOf = (values: ReadonlyArray<number>, value: number): number => {
  if (value >= values.at(-1)!) return values.length - 1
  const above = values.findIndex((other) => other >= value)
  if (above === 0) return 0
  const below = values[above - 1]!
  return above - 1 + (value - below) / (values[above]! - below)
}

/**
 * A difficulty on another ladder. It is the one with the same mean `r`, since a difficulty between two levels is a
 * mixture of them, clipped to the other ladder's ends. It never falls where the difficulty rises, and is the same
 * number where the ladders are the same.
 */
export const translation = (entry: Parameters, from: Ladder, to: Ladder): (difficulty: number) => number => {
  const [before, after] = [from, to].map((ladder) => ladder.map((scale) => rangeOf(entry, scale)))
  const same = before!.length === after!.length && before!.every((r, level) => r === after![level])
  return (difficulty) => same ? difficulty : placeOf(after!, valueAt(before!, difficulty))
}
