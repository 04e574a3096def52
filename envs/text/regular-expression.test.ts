import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import { expect, test } from "bun:test"
import regularExpression from "./regular-expression.ts"

testEnvironment(regularExpression)

test("stars within stars take no longer: each was followed anew from every place", () => {
  const stars = 40
  const pattern = `${"(".repeat(stars)}a${")*".repeat(stars)}`
  expect(regularExpression.solve({ pattern, text: "a".repeat(500) })).toBe("yes")
  expect(regularExpression.solve({ pattern, text: `${"a".repeat(500)}b` })).toBe("no")
})
