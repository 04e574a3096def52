import { expect, test } from "bun:test"
import { Effect, Either } from "effect"
import type { Case } from "./Cases.ts"
import { refuseOther } from "./Sizes.ts"

const drawn = (n: number, instance: unknown, text = ""): Case => ({
  scale: { n },
  instance,
  statement: "",
  gold: text
})
const settings = [8, 20, 57, 130, 400]
const holds = (make: (n: number) => Case) =>
  Either.isRight(Effect.runSync(Effect.either(refuseOther(settings.map(make)))))
const list = (n: number) => Array.from({ length: n }, (_, i) => 1_000 + i)

test("a size is the length of a list or a text, at any depth, or a number that programs read", () => {
  expect(holds((n) => drawn(n, { values: list(n) }))).toBe(true)
  expect(holds((n) => drawn(n, { rows: ["a".repeat(n)] }))).toBe(true)
  expect(holds((n) => drawn(n, { edges: list(n - 1) }, `${n} 3\n1 2\n`))).toBe(true)
})

test("a size that is capped, ignored or another one in most instances is refused", () => {
  expect(holds((n) => drawn(n, { values: list(Math.min(n, 8)) }))).toBe(false)
  expect(holds((n) => drawn(n, { values: list(10) }, "10\n"))).toBe(false)
  expect(holds((n) => drawn(n, { values: list(n + 1) }, `${n + 1}\n-${n} ${n}.5 x${n}\n`))).toBe(false)
  expect(holds((n) => drawn(n, { values: list(Math.min(n, 130)) }))).toBe(true)
})
