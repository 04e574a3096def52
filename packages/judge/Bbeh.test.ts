import { expect, test } from "bun:test"
import * as Bbeh from "./Bbeh.ts"

const judge = (reference: string, answer: string) => Bbeh.judge(reference, `\\boxed{${answer}}`)._tag

test("what the rules of BBEH look away from", () => {
  const same = [
    ["(A)", "a"],
    ["A", "(a)"],
    ["Yes", "yes"],
    ["57.0", "57"],
    ["414.03", "414.030"],
    ["1471", "1,471"],
    ["cocoa bean", "Cocoa  Bean."],
    ["pen", "\"pen\""],
    ["kas jiłaka’pa", "kas jiłaka'pa"],
    ["120, 1", "120,1"],
    ["[friday]", "Friday"],
    ["yes, no, yes", "[Yes, No, Yes]"],
    ["unknown", "\\text{unknown}?"],
    ["[]", "[]"],
    ["same_day, 06:24:24", "\\text{same\\_day, 06:24:24}"],
    ["kɔ̀ánjàɛ̌", "kɔ̀ánjàɛ̌".normalize("NFD")]
  ] as const
  expect(same.filter(([reference, answer]) => judge(reference, answer) !== "Accepted")).toEqual([])
})

test("what they do not", () => {
  const different = [
    ["A", "B"],
    ["A", "A, B"],
    ["120, 1", "1, 120"],
    ["yes, no, yes", "yes, no"],
    ["150, 200", "150200"],
    ["57.0", "58"],
    ["57.0", "57.5"],
    ["pen", "pencil"],
    ["pen", "nep"],
    ["AB, A, AC", "BA, A, AC"],
    ["[]", "0"],
    ["proved", "disproved"]
  ] as const
  expect(different.filter(([reference, answer]) => judge(reference, answer) !== "Wrong")).toEqual([])
})

test("the answer is the last box or <answer>, whichever ends later", () => {
  expect(Bbeh.judge("5", "<answer>4</answer> \\boxed{5}")._tag).toBe("Accepted")
  expect(Bbeh.judge("5", "\\boxed{4} <answer>5</answer>")._tag).toBe("Accepted")
  expect(Bbeh.judge("5", "<answer>4</answer> <answer>5</answer>")._tag).toBe("Accepted")
  expect(Bbeh.judge("5", "<answer>5</answer> \\boxed{")._tag).toBe("Accepted")
  for (const response of ["5", "<answer>5", "\\boxed{5", "\\boxed{}", "<answer> </answer>"]) {
    expect(Bbeh.judge("5", response)._tag).toBe("Malformed")
  }
})

test("where nothing is marked, the answer is what follows the last “The answer is: ” on its line", () => {
  const accepted = [
    "So we count.\nThe answer is: 5",
    "The answer is 5.",
    "The final answer is: 5.0",
    "The final answer is\u0020\n5",
    "The answer is: $5$\n\nThis is what was asked.",
    "The answer is: 4. No: The answer is: 5",
    "The answer is: 4. The final answer is 5"
  ]
  for (const response of accepted) {
    expect([response, Bbeh.judge("5", response)._tag]).toEqual([response, "Accepted"])
  }
  const wrong = [
    "The answer is: 5. This is what was asked.",
    "The answer is: 5 or 6",
    "The answer is not 5",
    "The answer is: 5. No: The answer is: 4",
    "The answer is: 5 \\boxed{4}",
    "<answer>4</answer> The answer is: 5"
  ]
  for (const response of wrong) {
    expect([response, Bbeh.judge("5", response)._tag]).toEqual([response, "Wrong"])
  }
  const malformed = [
    "the answer is: 5",
    "The answer: 5",
    "The answer is:",
    "The answer is: \n ",
    "The answer is: \\boxed{5",
    "The answer is: <answer>5"
  ]
  for (const response of malformed) {
    expect([response, Bbeh.judge("5", response)._tag]).toEqual([response, "Malformed"])
  }
})

test("a megabyte takes no longer than it is long", () => {
  for (const piece of ["<answer>", "{", "\\boxed{", "</answer>", "The answer is: ", "The answer is:\n"]) {
    expect(Bbeh.judge("5", piece.repeat(1_000_000 / piece.length))._tag).toBe("Malformed")
  }
})
