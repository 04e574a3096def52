import { expect, test } from "bun:test"
import { statement } from "./Statement.ts"

const problem = { name: "1 Double", logic: "You are given n.\n", instruction: "", output: "array" } as const

test("title, problem, values on one line, and the form of the answer; what is empty is left out", () => {
  const values = { n: 2, rows: [[1, 2], []], name: "a, \"b\"", none: null }
  expect(statement(problem, values).split("\n\n")).toEqual([
    "1 Double",
    "You are given n.",
    "The input is {\"n\": 2, \"rows\": [[1, 2], []], \"name\": \"a, \\\"b\\\"\", \"none\": null}.",
    expect.stringContaining("as in \\boxed{[1, 2, 3]}")
  ])
})
