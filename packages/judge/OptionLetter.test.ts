import { expect, test } from "bun:test"
import * as OptionLetter from "./OptionLetter.ts"

const tag = (response: string, options = 10) => OptionLetter.judge("C", response, options)._tag

test("the letter stands in the last closed box, or after “answer is”", () => {
  const right = [
    "\\boxed{C}",
    "\\boxed{c}",
    "\\boxed{(C)}",
    "\\boxed{C.}",
    "\\boxed{C) 42}",
    "\\boxed{\\text{C}}",
    "\\boxed{\\textbf{(C)}}",
    "\\boxed{\\text{(C) the third}}",
    "\\boxed{A}, no: \\boxed{C}",
    "\\boxed{C} and then \\boxed{",
    "The answer is (C).",
    "the answer is C",
    "The answer is: **C**",
    "Therefore, the answer is $\\text{C}$",
    "The answer is (A)? No, the answer is (C).",
    "the answer is C because of that"
  ]
  expect(right.filter((response) => tag(response) !== "Accepted")).toEqual([])
})

test("another letter is wrong", () => {
  const wrong = ["\\boxed{D}", "\\boxed{C} \\boxed{D}", "The answer is (D)", "\\boxed{A} The answer is (C)"]
  expect(wrong.filter((response) => tag(response) !== "Wrong")).toEqual([])
})

test("several letters, words, and letters beyond the options are malformed", () => {
  const malformed = [
    "",
    "C",
    "(C)",
    "\\boxed{}",
    "\\boxed{C, D}",
    "\\boxed{CD}",
    "\\boxed{C or D}",
    "\\boxed{Carbon}",
    "\\boxed{42}",
    "The answer is Carbon",
    "the answer is a C note",
    "the answer is I think not known"
  ]
  expect(malformed.filter((response) => tag(response) !== "Malformed")).toEqual([])
  expect(tag("\\boxed{C}", 2)).toBe("Malformed")
  expect(tag("\\boxed{E}", 4)).toBe("Malformed")
})

test("the gold may be in brackets or in a box", () => {
  for (const gold of ["C", "(C)", "\\boxed{C}"]) {
    expect(OptionLetter.judge(gold, "\\boxed{C}", 4)._tag).toBe("Accepted")
  }
})

test("a megabyte takes no longer than it is long", () => {
  for (const piece of ["answer is ", " ", "{", "\\boxed{", "answer is ** "]) {
    const many = piece.repeat(1_000_000 / piece.length)
    for (const response of [many, `answer is${many}`, `\\boxed{${many}}`]) {
      expect(OptionLetter.judge("C", response, 4)._tag).toBe("Malformed")
    }
  }
})
