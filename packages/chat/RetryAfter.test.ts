import { expect, test } from "bun:test"
import { Option } from "effect"
import * as RetryAfter from "./RetryAfter.ts"

const now = Date.UTC(2026, 0, 1)

test.each([
  ["0", 0],
  ["120", 120_000],
  [" 1.5 ", 1500],
  ["Thu, 01 Jan 2026 00:00:30 GMT", 30_000],
  ["Wed, 31 Dec 2025 00:00:00 GMT", 0]
])("\"%s\" is %d ms", (header, expected) => {
  expect(RetryAfter.parse(header, now)).toEqual(Option.some(expected))
})

test.each(["", "soon", "-5", "1e400"])("\"%s\" says nothing", (header) => {
  expect(RetryAfter.parse(header, now)).toEqual(Option.none())
})
