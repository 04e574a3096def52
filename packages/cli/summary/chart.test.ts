import { describe, expect, test } from "bun:test"
import { chart, resample } from "./chart.ts"

const line = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => ({ step: from + i, value: 2 * (from + i) }))

describe("resample", () => {
  test("gives means of what falls into a column: those of a line lie on it", () => {
    const values = resample(line(0, 6800), 6800)
    expect(values).toHaveLength(69)
    // A column is 100 steps wide, the outer two half of it.
    expect(values.slice(1, -1)).toEqual(Array.from({ length: 67 }, (_, i) => 200 * (i + 1) - 1))
  })

  test("goes straight between points that are further apart than columns", () => {
    const values = resample([{ step: 0, value: 0 }, { step: 10, value: 1 }], 10)
    for (const [column, value] of values.entries()) expect(value).toBeCloseTo(column / 68, 12)
  })

  test("begins with the first value, and ends where the points do", () => {
    const values = resample([{ step: 5, value: 3 }, { step: 8, value: 4 }], 17)
    expect(values.slice(0, 21)).toEqual(Array(21).fill(3))
    expect(values).toHaveLength(33)
    expect(values.at(-1)).toBe(4)
    expect(resample([], 17)).toEqual([])
  })
})

describe("chart", () => {
  test("names the lowest and the highest of its columns, and is no wider than 80", () => {
    const lines = chart(line(3, 250), 250, (value) => value.toFixed(0))
    // The first column is the mean over steps 3 to 5, the last one over 249 and 250.
    expect(lines[0]).toMatch(/^ +499 [┤┼]/)
    expect(lines.at(-2)).toMatch(/^ +8 [┤┼]/)
    expect(lines.at(-1)).toMatch(/^ {9}step 0 +250$/)
    expect(lines.every((text) => text.length <= 80)).toBe(true)
  })

  test("has words for no points and for equal ones", () => {
    expect(chart([], 10, String)).toEqual(["  nothing yet"])
    const equal = Array.from({ length: 250 }, (_, i) => ({ step: i + 1, value: 0.1 }))
    expect(new Set(resample(equal, 250)).size).toBeGreaterThan(1)
    expect(chart(equal, 250, (value) => value.toFixed(2))).toEqual(["  0.10 throughout"])
  })
})
