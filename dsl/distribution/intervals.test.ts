import { expect, test } from "bun:test"
import * as FastCheck from "effect/FastCheck"
import { fromCoordinates } from "../Random.ts"
import { driven } from "../testing/driven.ts"
import { expectChances } from "../testing/tally.ts"
import { interval } from "./intervals.ts"

const random = (name: string) => fromCoordinates("intervals test", name)

test("the length is uniform, then the start", () => {
  const source = random("uniform")
  const chances: Record<string, number> = {}
  for (let start = -2; start < 2; start++) {
    for (let end = start + 1; end <= 2; end++) {
      chances[JSON.stringify([start, end])] = 1 / 4 / (5 - (end - start))
    }
  }
  expectChances(chances, 20_000, () => interval(source, -2, 2, 1, 4))
})

test("lie within their bounds and have their length", () => {
  const natural = FastCheck.nat(1000)
  FastCheck.assert(
    FastCheck.property(
      driven,
      FastCheck.integer(),
      natural,
      natural,
      natural,
      (source, min, shortest, more, room) => {
        const max = min + 1 + shortest + more + room
        const [start, end] = interval(source, min, max, 1 + shortest, 1 + shortest + more)
        expect(min <= start && end <= max).toBe(true)
        expect(end - start).toBeWithin(1 + shortest, 2 + shortest + more)
      }
    )
  )
})

test.each([
  [3, 3, 1, 1, "intervals: max must be a whole number from 4 up, not 3"],
  [0, 5, 0, 5, "intervals: minLength must be a whole number from 1 to 5, not 0"],
  [0, 5, 1, 6, "intervals: maxLength must be a whole number from 1 to 5, not 6"],
  [0, 5, 4, 3, "intervals: maxLength must be a whole number from 4 to 5, not 3"],
  [0.5, 5, 1, 2, "intervals: min must be"]
])("%d to %d of length %d to %d is refused", (min, max, minLength, maxLength, message) => {
  expect(() => interval(random("refused"), min, max, minLength, maxLength)).toThrow(message)
})
