import { isHarder } from "@scaler/dsl/Scale"
import { expect, test } from "bun:test"
import { derived, scaleAt, upstream } from "./Levels.ts"
import type { PoolEntry } from "./PoolFile.ts"

const entry = (change: Partial<PoolEntry>): PoolEntry => ({
  name: "planted",
  logic: "",
  instruction: "",
  solutions: [],
  generator: "",
  parameters: { n: { min: 1, max: 300, base: 1 } },
  range: 299,
  upstreamLevels: [0, 1, 2, 2, 3],
  output: "number",
  ...change
})

test("the reference's levels are kept as they are, those that repeat too", () => {
  expect(upstream(entry({})).map(({ n }) => n)).toEqual([1, 2, 3, 3, 4])
})

test("parameters with a smaller range grow with the others, rounded down", () => {
  const parameters = { n: { min: 1, max: 101, base: 1 }, m: { min: 5, max: 30, base: 0.25 } }
  expect(scaleAt({ parameters }, 7)).toEqual({ n: 8, m: 6 })
})

test.each([0, 1, 5, 28, 29, 30, 299, 10_000])(
  "derived levels rise from the bottom to the top of range %d",
  (range) => {
    const ladder = derived(entry({ range, parameters: { n: { min: 1, max: range + 1, base: 1 } } }))
    expect(ladder.length).toBeLessThanOrEqual(30)
    expect(ladder[0]).toEqual({ n: 1 })
    expect(ladder.at(-1)).toEqual({ n: range + 1 })
    for (let level = 1; level < ladder.length; level++) {
      expect(isHarder(ladder[level - 1]!, ladder[level]!))
        .toBe(true)
    }
  }
)
