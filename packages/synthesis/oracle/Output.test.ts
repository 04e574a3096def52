import { agree } from "@scaler/contract/Answers"
import type { AnswerSpec } from "@scaler/dsl/AnswerSpec"
import { describe, expect, test } from "bun:test"
import { parse, specOf } from "./Output.ts"

const whole: AnswerSpec = { kind: "bigint" }
const decimal: AnswerSpec = { kind: "decimal", tolerance: 1e-7 }
const string: AnswerSpec = { kind: "string", caseSensitive: true }
const wholes: AnswerSpec = { kind: "array", element: whole }

test("numbers are whole where every solution printed whole ones", () => {
  expect(specOf("number", ["1\n", "-20"])).toEqual(whole)
  expect(specOf("number", ["1\n", "2.0"])).toEqual(decimal)
  expect(specOf("array", ["1 2", "3"])).toEqual(wholes)
  expect(specOf("string", ["12"])).toEqual(string)
})

describe("what was printed, as an answer:", () => {
  test.each<[AnswerSpec, string, ReturnType<typeof parse>]>([
    [whole, " 12\n", "12"],
    [whole, "-0", "0"],
    [whole, "+7", "7"],
    [whole, `1${"0".repeat(30)}`, `1${"0".repeat(30)}`],
    [whole, "1 2", undefined],
    [whole, "", undefined],
    [whole, "1.5", undefined],
    [whole, "yes", undefined],
    [decimal, "1e-3", 0.001],
    [decimal, "-0", 0],
    [decimal, ".5", 0.5],
    [decimal, "nan", undefined],
    [decimal, "inf", undefined],
    [decimal, "1e999", undefined],
    [decimal, "0x10", undefined],
    [string, "0110\n", "0110"],
    [string, "a b", undefined],
    [wholes, "3 1\n2\n", ["3", "1", "2"]],
    [wholes, "", undefined],
    [wholes, "3 x", undefined]
  ])("%j %j", (spec, output, answer) => {
    expect(parse(spec, output)).toEqual(answer)
  })
})

test("decimals agree within the reference's tolerance, all else exactly", () => {
  expect(agree(decimal, 1, 1 + 9e-8)).toBe(true)
  expect(agree(decimal, 1, 1 + 2e-7)).toBe(false)
  expect(agree(whole, "1", "2")).toBe(false)
  expect(agree(wholes, ["1", "2"], ["1"])).toBe(false)
  expect(agree({ kind: "array", element: decimal }, [1, 2], [1, 2 + 5e-8])).toBe(true)
})
