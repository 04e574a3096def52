import { expect, test } from "bun:test"
import golden from "./golden/paired.json"
import { signFlip } from "./SignFlip.ts"

test.each(golden.paired)("p is SciPy's: $name", ({ p, values }) => {
  // With 24 values SciPy draws too, and p of 100 000 draws has a standard error of 0.0016 at most.
  expect(Math.abs(signFlip(values) - p)).toBeLessThan(values.length <= 10 ? 1e-12 : 0.008)
})

test("the sign of all differences does not matter, nor do differences of 0", () => {
  const values = [0.5, -0.25, 1, 0.75]
  expect(signFlip(values.map((value) => -value))).toBe(signFlip(values))
  expect(signFlip([...values, 0, 0])).toBe(signFlip(values))
})
