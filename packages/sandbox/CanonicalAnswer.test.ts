import * as Answer from "@scaler/dsl/Answer"
import type { AnswerJson, AnswerSpec } from "@scaler/dsl/AnswerSpec"
import { expect, test } from "bun:test"
import { FastCheck as fc } from "effect"
import { isCanonical, maxLength } from "./CanonicalAnswer.ts"

const accepted: ReadonlyArray<readonly [AnswerSpec, ReadonlyArray<unknown>, ReadonlyArray<unknown>]> = [
  [{ kind: "integer" }, [0, -3, 2 ** 53 - 1], [-0, 0.5, 2 ** 53, NaN, Infinity, null, "1", [1], true]],
  [{ kind: "bigint" }, ["0", "-12", "123456789012345678901234567890"], [
    "-0",
    "01",
    "+1",
    " 1",
    "",
    "1n",
    1,
    "1e3",
    "9".repeat(maxLength + 1)
  ]],
  [{ kind: "rational" }, ["0", "1/2", "-3/4", "7"], [
    "2/4",
    "3/1",
    "1/0",
    "1/-2",
    "-0",
    "0/5",
    "0.5",
    1,
    "1/2/3",
    "a/b",
    "1/"
  ]],
  [{ kind: "decimal", tolerance: 0.1 }, [0, 0.5, -1e300], [-0, NaN, Infinity, null, "0.5"]],
  [{ kind: "boolean" }, [true, false], ["true", 1, null]],
  [{ kind: "choice", options: ["a", "b"] }, ["a", "b"], ["A", "c", 0, null]],
  [{ kind: "string", caseSensitive: true }, ["", "x"], [1, null, "x".repeat(maxLength + 1), ["x"]]],
  [{ kind: "array", element: { kind: "integer" } }, [[], [1, 2]], [[1, "2"], [[1]], {}, null, { length: 0 }, [
    undefined
  ]]]
]

for (const [spec, good, bad] of accepted) {
  test(`${spec.kind}: the canonical form and nothing else`, () => {
    for (const value of good) expect(isCanonical(spec, value)).toBe(true)
    for (const value of bad) expect([value, isCanonical(spec, value)]).toEqual([value, false])
  })
}

test("what the DSL's answers encode is canonical, also after a trip through JSON", () => {
  const holds = <A>(answer: Answer.Answer<A>, value: A) => {
    const json = JSON.parse(JSON.stringify(answer.encode(value))) as AnswerJson
    return isCanonical(answer.spec, json)
  }
  fc.assert(
    fc.property(
      fc.maxSafeInteger(),
      fc.bigInt(),
      fc.bigInt({ min: 1n }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      (n, p, q, x) =>
        holds(Answer.integer, n) && holds(Answer.bigint, p) &&
        holds(Answer.rational, { numerator: p, denominator: q }) &&
        holds(Answer.decimal({ tolerance: 0 }), x) && holds(Answer.array(Answer.integer), [n, n])
    )
  )
})
