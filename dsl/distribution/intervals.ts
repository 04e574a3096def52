import type { Random } from "../Random.ts"
import { integer } from "./integers.ts"
import { whole } from "./whole.ts"

/** A start and an end above it. */
export type Interval = readonly [number, number]

/** An interval within `min` … `max`: its length uniform in `minLength` … `maxLength`, then its start among those that fit. */
export const interval = (
  random: Random,
  min: number,
  max: number,
  minLength: number,
  maxLength: number
): Interval => {
  whole("intervals", "min", min, Number.MIN_SAFE_INTEGER)
  whole("intervals", "max", max, min + 1)
  whole("intervals", "minLength", minLength, 1, max - min)
  whole("intervals", "maxLength", maxLength, minLength, max - min)
  const length = integer(random, minLength, maxLength)
  const start = integer(random, min, max - length)
  return [start, start + length]
}
