/** The levels of a pool's environment: settings of its parameters, each harder than the one before. */
import { maxLevels, rising } from "@scaler/dsl/Ladder"
import * as Scale from "@scaler/dsl/Scale"
import type { PoolEntry } from "./PoolFile.ts"

/** Parameters at `r` of the range, as the reference computes them. */
export const scaleAt = ({ parameters }: Pick<PoolEntry, "parameters">, r: number): Scale.Scale =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, { base, min }]) => [name, Math.trunc(r * base + min)])
  )

/** Levels as the reference trains, some of which may be the same setting as the one before. */
export const upstream = (entry: PoolEntry): ReadonlyArray<Scale.Scale> =>
  entry.upstreamLevels.map((r) => scaleAt(entry, r))

/**
 * At most 30 levels from the smallest setting to the largest, by equal factors of `r + 1`; settings that are not
 * harder than the one before are left out.
 */
export const derived = (entry: PoolEntry): ReadonlyArray<Scale.Scale> => {
  const axis = Scale.geometric({ min: 1, max: Math.max(1, Math.floor(entry.range) + 1) })
  return rising((step) => scaleAt(entry, Scale.axisAt(axis, step / (maxLevels - 1)) - 1))
}
