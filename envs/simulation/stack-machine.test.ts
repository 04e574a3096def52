import { testEnvironment } from "@scaler/contract/testing/testEnvironment"
import { expect, test } from "bun:test"
import stackMachine from "./stack-machine.ts"

testEnvironment(stackMachine)

test("a number beyond the modulus is subtracted", () => {
  expect(stackMachine.solve({ modulus: 2, program: [0, 3, "sub"] })).toEqual([1])
})
