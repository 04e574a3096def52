import { expect, test } from "bun:test"
import golden from "./golden/paired.json"
import { passAtK } from "./PassAtK.ts"

test.each(golden.passAtK)("pass@$k of $n with $c right is the share of all choices", ({ c, k, n, pass }) => {
  expect(passAtK(n, c, k)).toBeCloseTo(pass, 12)
})

test("of fewer responses than k nothing is known", () => {
  expect(passAtK(4, 2, 5)).toBeNull()
})
