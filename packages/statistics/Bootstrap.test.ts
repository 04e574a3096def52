import { expect, test } from "bun:test"
import { estimate, quantile, tailOf } from "./Bootstrap.ts"
import golden from "./golden/bootstrap.json"

test.each(golden.samples)("intervals are SciPy's: $name", ({ high, low, standardError, tail, values }) => {
  expect(tailOf(values.length)).toBeCloseTo(tail, 8)
  const found = estimate(values)!
  expect(Math.abs(found.interval!.low - low)).toBeLessThan(0.2 * standardError)
  expect(Math.abs(found.interval!.high - high)).toBeLessThan(0.2 * standardError)
})

test("quantiles are NumPy's", () => {
  for (const { quantile: expected, share, values } of golden.quantiles) {
    expect(quantile(values, share)).toBeCloseTo(expected, 9)
  }
})

test("a shift and a scale of the values are those of the interval", () => {
  const values = [0.3, 0.1, 0.25, 0.8, -0.2, 0.4]
  const { interval, mean } = estimate(values)!
  const moved = estimate(values.map((value) => 3 * value + 7))!
  expect(moved.mean).toBeCloseTo(3 * mean + 7, 12)
  expect(moved.interval!.low).toBeCloseTo(3 * interval!.low + 7, 12)
  expect(moved.interval!.high).toBeCloseTo(3 * interval!.high + 7, 12)
})

test("nothing has no mean, and one value no interval", () => {
  expect(estimate([])).toBeNull()
  expect(estimate([2])).toEqual({ mean: 2, interval: null })
})
