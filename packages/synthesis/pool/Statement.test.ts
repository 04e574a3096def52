import { expect, test } from "bun:test"
import { statement } from "./Statement.ts"

const problem = { name: "1 Double", logic: "You are given n.\n", instruction: "", output: "array" } as const

test("title, problem, values, and the form of the answer; what is empty is left out", () => {
  expect(statement(problem, "{'n': 2, 'rows': [[1, 2], []]}").split("\n\n")).toEqual([
    "1 Double",
    "You are given n.",
    "The input is {'n': 2, 'rows': [[1, 2], []]}.",
    expect.stringContaining("as in \\boxed{[1, 2, 3]}")
  ])
})
