import { fromCoordinates } from "@scaler/dsl/Random"
import { expect, test } from "bun:test"
import golden from "./golden/frontier.json" with { type: "json" }
import * as Progress from "./Progress.ts"

test.each(golden.progress)("of $beyond beyond what was expected, with information $information", (row) => {
  expect(Progress.expected(row, row.common)).toBeCloseTo(row.expected, 6)
})

/** Sums over steps of eight rollouts of a learner whose log odds are above what is believed by `lag`. */
const watched = (lag: number, steps: number) => {
  const random = fromCoordinates("progress", lag * 100)
  let sums = Progress.none
  for (let step = 0; step < steps; step++) {
    const believed = 0.2 + 0.6 * random.unit()
    const actual = 1 / (1 + (1 - believed) / believed * Math.exp(-lag))
    const accepted = Array.from({ length: 8 }, () => random.unit() < actual).filter(Boolean).length
    sums = Progress.after(Progress.faded(sums), accepted, 8, believed)
  }
  return sums
}

test("who learns is told from who does not, whatever the success rates", () => {
  const [fast, slow] = [watched(0.6, 200), watched(0, 200)]
  expect(fast.beyond / fast.information).toBeCloseTo(0.6, 0)
  expect(Math.abs(slow.beyond / slow.information)).toBeLessThan(0.3)
  const common = Progress.common([fast, slow])
  expect(Progress.expected(fast, common)).toBeGreaterThan(3 * Progress.expected(slow, common))
})

test("of whom little is known is expected to be as the others, with what it may be", () => {
  expect(Progress.common([])).toBe(0)
  const common = Progress.common([{ beyond: 30, information: 100 }])
  expect(common).toBeCloseTo(30 / 101, 12)
  expect(Progress.expected(Progress.none, common)).toBeGreaterThan(common)
})

test("of whom surely nothing is learnt a little is expected, as of all like it", () => {
  const none = { beyond: -100, information: 10 }
  expect(Progress.expected(none, -10)).toBe(1e-6)
})
