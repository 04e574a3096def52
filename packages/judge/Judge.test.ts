import type { AnswerJson, AnswerSpec } from "@scaler/dsl/AnswerSpec"
import { describe, expect, test } from "bun:test"
import { Either } from "effect"
import { finding } from "./cases/finding.ts"
import { fractions } from "./cases/fractions.ts"
import { lists } from "./cases/lists.ts"
import { whole } from "./cases/whole.ts"
import { words } from "./cases/words.ts"
import * as Judge from "./Judge.ts"
import { JudgeError } from "./JudgeError.ts"
import * as Verdict from "./Verdict.ts"

const cases = [...finding, ...whole, ...fractions, ...words, ...lists]

describe("cases", () => {
  test.each(cases.map((each) => [each.response, JSON.stringify(each.spec), each] as const))(
    "%j for %s",
    (_, __, { gold, response, spec, verdict }) => {
      expect(Judge.judge(spec, gold, response)._tag).toBe(verdict)
    }
  )

  test("are many, and of every verdict and type", () => {
    expect(new Set(cases.map(({ gold, response, spec }) => JSON.stringify([spec, gold, response]))).size)
      .toBe(cases.length)
    expect(cases.length).toBeGreaterThan(120)
    for (const verdict of ["Accepted", "Wrong", "Malformed"]) {
      expect(cases.filter((each) => each.verdict === verdict).length).toBeGreaterThan(100)
    }
  })
})

describe("what a checker is handed", () => {
  const parsed: ReadonlyArray<readonly [AnswerSpec, string, AnswerJson]> = [
    [{ kind: "integer" }, "1,234", 1234],
    [{ kind: "integer" }, "-0", 0],
    [{ kind: "bigint" }, "1,000,000,000,000,000,000,000", "1000000000000000000000"],
    [{ kind: "rational" }, "-\\frac{2}{-4}", "1/2"],
    [{ kind: "rational" }, "4/2", "2"],
    [{ kind: "decimal", tolerance: 0.1 }, "22/7", 22 / 7],
    [{ kind: "decimal", tolerance: 0 }, "0.1", 0.1],
    [{ kind: "boolean" }, "True", true],
    [{ kind: "choice", options: ["Left", "Right"] }, "(left)", "Left"],
    [{ kind: "string", caseSensitive: false }, "\\text{ Ab }", "Ab"],
    [{ kind: "array", element: { kind: "array", element: { kind: "integer" } } }, "(1,2),(3)", [[1, 2], [3]]]
  ]
  test.each(parsed)("%j reads %s as %j", (spec, content, json) => {
    const answer = Judge.parseFinalAnswer(spec, `\\boxed{${content}}`)
    expect(Either.getOrThrow(answer)).toEqual(json)
  })

  test("no answer at all is malformed", () => {
    const answer = Judge.parseFinalAnswer({ kind: "integer" }, "The answer is 5.")
    expect(Either.getOrThrow(Either.flip(answer))).toEqual(
      Verdict.Malformed({ reason: "no closed \\boxed{…}" })
    )
  })

  test("a number that its JSON cannot hold is wrong, never rounded", () => {
    for (const [kind, content] of [["integer", "9007199254740992"], ["decimal", "1e400"]] as const) {
      const spec: AnswerSpec = kind === "integer" ? { kind } : { kind, tolerance: 1 }
      const answer = Judge.parseFinalAnswer(spec, `\\boxed{${content}}`)
      expect(Either.getOrThrow(Either.flip(answer))._tag).toBe("Wrong")
    }
  })

  test("what a checker says becomes the verdict", () => {
    expect(Judge.verdictOfCheck(true)).toEqual(Verdict.Accepted())
    expect(Judge.verdictOfCheck("edge 3 → 1 points back")).toEqual(
      Verdict.Wrong({ reason: "edge 3 → 1 points back" })
    )
  })
})

describe("answers that do not fit their spec", () => {
  const unfit: ReadonlyArray<readonly [AnswerSpec, AnswerJson]> = [
    [{ kind: "integer" }, "5"],
    [{ kind: "integer" }, 0.5],
    [{ kind: "integer" }, 2 ** 53],
    [{ kind: "bigint" }, 5],
    [{ kind: "bigint" }, "05"],
    [{ kind: "rational" }, "1/0"],
    [{ kind: "rational" }, 0.5],
    [{ kind: "decimal", tolerance: 0 }, "0.5"],
    [{ kind: "decimal", tolerance: 0 }, Number.NaN],
    [{ kind: "boolean" }, "yes"],
    [{ kind: "choice", options: ["A"] }, "a"],
    [{ kind: "string", caseSensitive: true }, 5],
    [{ kind: "array", element: { kind: "integer" } }, 5],
    [{ kind: "array", element: { kind: "integer" } }, [1, "2"]]
  ]
  test.each(unfit)("%j refuses %j, whatever the response", (spec, gold) => {
    for (const response of ["", "\\boxed{", "\\boxed{5}", `\\boxed{${String(gold)}}`]) {
      expect(() => Judge.judge(spec, gold, response)).toThrow(JudgeError)
    }
    expect(() => Judge.equal(spec, gold, gold)).toThrow("gold")
  })
})

test("a reason names what differs", () => {
  const list: AnswerSpec = { kind: "array", element: { kind: "integer" } }
  const reason = (response: string) =>
    Verdict.match(Judge.judge(list, [1, 2, 3], response), {
      Accepted: () => "",
      Wrong: (verdict) => verdict.reason,
      Malformed: (verdict) => verdict.reason
    })
  expect(reason("\\boxed{[1, 3, 3]}")).toBe("element 2: answered 3, expected 2")
  expect(reason("\\boxed{1 2}")).toBe("answered a list of 2, expected a list of 3")
  expect(reason("\\boxed{[1, 2, x]}")).toBe("\"x\" is not a number")
})

test("verdicts as JSON", () => {
  expect(Verdict.toJson(Verdict.Accepted())).toEqual({ verdict: "accepted" })
  expect(Verdict.toJson(Verdict.Wrong({ reason: "a" }))).toEqual({ verdict: "wrong", reason: "a" })
  expect(Verdict.toJson(Verdict.Malformed({ reason: "b" }))).toEqual({ verdict: "malformed", reason: "b" })
})
