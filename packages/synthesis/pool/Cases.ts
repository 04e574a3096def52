/** The instances on which a pool's environment is verified. */
import { type Coordinate, fromCoordinates, seed } from "@scaler/dsl/Random"
import type { Scale } from "@scaler/dsl/Scale"
import type { DrawRequest } from "@scaler/sandbox/native/Generator"
import * as Levels from "./Levels.ts"
import type { PoolEntry } from "./PoolFile.ts"

/** Settings that are drawn for breadth, and instances of the one setting for depth, as in the reference. */
export const count = 100

/** Largest size in a random setting, as in the reference. */
const largest = 1_000

/** Sizes of the one setting for depth, where the parameters allow that. */
const deep = 100

/** A seed for Python's generator, from coordinates of ours. */
export const seedOf = (...coordinates: ReadonlyArray<Coordinate>): number => seed("pool", ...coordinates)[0]

export interface Cases {
  /** The smallest setting, the largest one, then random ones. */
  readonly breadth: ReadonlyArray<DrawRequest>
  /** One setting again and again. */
  readonly depth: ReadonlyArray<DrawRequest>
}

/** The requests for an entry: the same ones whenever it is verified. */
export const of = (entry: PoolEntry): Cases => {
  const smallest = Levels.scaleAt(entry, 0)
  const top = Levels.scaleAt(entry, entry.range)
  const request = (kind: string, index: number, scale: Scale): DrawRequest => ({
    seed: seedOf(entry.name, kind, index),
    scale
  })
  const between = (pick: (name: string, least: number, most: number) => number): Scale =>
    Object.fromEntries(
      Object.entries(smallest).map(([name, least]) => [name, pick(name, least, Math.max(least, top[name]!))])
    )
  const random = (index: number) =>
    between((name, least, most) => {
      const bound = Math.max(least, Math.min(most, largest))
      return least + fromCoordinates("pool", entry.name, "setting", index, name).below(bound - least + 1)
    })
  const middle = between((_, least, most) => Math.min(most, Math.max(least, deep)))
  const indices = Array.from({ length: count }, (_, index) => index)
  return {
    breadth: [
      request("smallest", 0, smallest),
      request("largest", 0, top),
      ...indices.map((index) => request("breadth", index, random(index)))
    ],
    depth: indices.map((index) => request("depth", index, middle))
  }
}
