import { expect, test } from "bun:test"
import * as FastCheck from "effect/FastCheck"
import * as Split from "./Split.ts"
import { chiSquare, limit } from "./testing/chiSquare.ts"

test("canonical text is JSON, and the order of keys does not show in it", () => {
  FastCheck.assert(
    FastCheck.property(FastCheck.jsonValue(), (value) => {
      const reversed = (part: unknown): unknown =>
        Array.isArray(part)
          ? part.map(reversed)
          : part !== null && typeof part === "object"
          ? Object.fromEntries(Object.entries(part).reverse().map(([key, each]) => [key, reversed(each)]))
          : part
      expect(Split.canonical(reversed(value))).toBe(Split.canonical(value))
      expect(JSON.parse(Split.canonical(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
    { seed: 1 }
  )
  expect(Split.canonical({ b: [{ d: 1, c: 2 }], a: null })).toBe(`{"a":null,"b":[{"c":2,"d":1}]}`)
})

test("different instances have different text", () => {
  const values = [[1, 2], [2, 1], ["1", "2"], [12], { a: 1 }, { b: 1 }, [[1], 2], [], {}, "", null, 0, false]
  expect(new Set(values.map(Split.canonical)).size).toBe(values.length)
})

test("60 % are for training, 20 % for validation, 20 % for test, in every environment by itself", () => {
  const counts = { train: 0, validation: 0, test: 0 }
  let agree = 0
  for (let i = 0; i < 20_000; i++) {
    const split = Split.of("sum")({ terms: [i, i % 7] })
    counts[split]++
    if (split === Split.of("maximum")({ terms: [i, i % 7] })) agree++
  }
  expect(chiSquare(Object.values(counts), [0.6, 0.2, 0.2])).toBeLessThan(limit(2))
  // Two unrelated assignments agree with chance 0.36 + 0.04 + 0.04.
  expect(chiSquare([agree, 20_000 - agree], [0.44, 0.56])).toBeLessThan(limit(1))
})

test("content alone decides", () => {
  for (let i = 0; i < 100; i++) {
    expect(Split.of("sum")({ a: i, b: [i] })).toBe(Split.of("sum")({ b: [i], a: i }))
  }
})
