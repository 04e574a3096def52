import { expect, test } from "bun:test"
import * as FastCheck from "effect/FastCheck"
import { fromCoordinates } from "../Random.ts"
import { driven } from "../testing/driven.ts"
import { expectUniform } from "../testing/tally.ts"
import { points } from "./points.ts"

const random = (name: string) => fromCoordinates("points test", name)

test("every sequence of different points is alike likely", () => {
  const source = random("uniform")
  expectUniform(9, 4500, () => points(source, 1, -1, 1))
  // 4 · 3 · 2 of three corners.
  expectUniform(24, 12_000, () => points(source, 3, 0, 1))
})

test("are different and within their bounds, in huge squares too", () => {
  FastCheck.assert(
    FastCheck.property(driven, FastCheck.nat(30), FastCheck.integer(), FastCheck.nat(94_906_258), (
      source,
      count,
      min,
      more
    ) => {
      const max = min + 5 + more
      const drawn = points(source, count, min, max)
      expect(new Set(drawn.map(String)).size).toBe(count)
      expect(drawn.flat().every((coordinate) => min <= coordinate && coordinate <= max)).toBe(true)
    })
  )
})

test.each([
  [5, 0, 1, "points: count must be a whole number from 0 to 4, not 5"],
  [1, 0, 94_906_265, "points: max must be"],
  [1, 1, 0, "points: max must be"],
  [1, 0.5, 2.5, "points: min must be"]
])("%d from %d to %d are refused", (count, min, max, message) => {
  expect(() => points(random("refused"), count, min, max)).toThrow(message)
})
