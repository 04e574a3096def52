import type { AnswerJson, AnswerSpec } from "@scaler/dsl/AnswerSpec"
import * as CanonicalAnswer from "@scaler/sandbox/CanonicalAnswer"
import { describe, expect, test } from "bun:test"
import { agree, mutants, outlandish } from "./Answers.ts"

const kinds: ReadonlyArray<[AnswerSpec, ReadonlyArray<AnswerJson>]> = [
  [{ kind: "integer" }, [0, 1, -1, 10, 46, Number.MAX_SAFE_INTEGER]],
  [{ kind: "bigint" }, ["0", "1", "-12", "9".repeat(40)]],
  [{ kind: "rational" }, ["0", "1", "-1", "1/2", "-7/3"]],
  [{ kind: "decimal", tolerance: 0.01 }, [0, 0.5, -3, 1e12]],
  [{ kind: "boolean" }, [true, false]],
  [{ kind: "choice", options: ["yes", "no"] }, ["yes", "no"]],
  [{ kind: "string", caseSensitive: true }, ["a", "ab", "aa", "Abc"]],
  [{ kind: "string", caseSensitive: false }, ["a", "ab", "Abc"]],
  [{ kind: "array", element: { kind: "integer" } }, [[], [1], [1, 1], [3, 1, 2]]],
  [{ kind: "array", element: { kind: "boolean" } }, [[], [true, true]]]
]

describe.each(kinds)("%j", (spec, golds) => {
  test("every answer has mutants: other answers of the kind", () => {
    for (const gold of golds) {
      const others = mutants(spec, gold)
      expect(others.length).toBeGreaterThan(0)
      expect(new Set(others.map((other) => JSON.stringify(other))).size).toBe(others.length)
      for (const other of others) {
        expect(agree(spec, gold, other)).toBe(false)
        expect(CanonicalAnswer.isCanonical(spec, other), JSON.stringify(other)).toBe(true)
      }
    }
  })

  test("outlandish answers are of the kind too", () => {
    for (const answer of outlandish(spec)) expect(CanonicalAnswer.isCanonical(spec, answer)).toBe(true)
  })

  test("an answer agrees with itself", () => {
    for (const gold of golds) expect(agree(spec, gold, gold)).toBe(true)
  })
})

test("a list of another length is among the mutants of a list", () => {
  const spec: AnswerSpec = { kind: "array", element: { kind: "integer" } }
  expect(mutants(spec, [3, 1, 2])).toContainEqual([3, 1])
  expect(mutants(spec, [3, 1, 2])).toContainEqual([3, 1, 2, 2])
  expect(mutants(spec, [])).toEqual([[7]])
})

test("agreement knows tolerance, letter case and length", () => {
  expect(agree({ kind: "decimal", tolerance: 0.1 }, 1, 1.09)).toBe(true)
  expect(agree({ kind: "decimal", tolerance: 0.1 }, 1, 1.2)).toBe(false)
  expect(agree({ kind: "string", caseSensitive: false }, "Yes", "yes ")).toBe(true)
  expect(agree({ kind: "string", caseSensitive: true }, "Yes", "yes")).toBe(false)
  expect(agree({ kind: "array", element: { kind: "integer" } }, [1, 2], [1])).toBe(false)
})
