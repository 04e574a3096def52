import { expect, test } from "bun:test"
import { different } from "./cases/different.ts"
import { same } from "./cases/same.ts"
import * as Equivalence from "./Equivalence.ts"

const refused = (pairs: typeof same) =>
  pairs.filter(([gold, answer]) => Equivalence.judge(gold, answer)._tag !== "Accepted")

test("what is the same is accepted, however it is written", () => {
  expect(refused(same)).toEqual([])
})

test("what is not the same is refused", () => {
  expect(refused(different)).toEqual([...different])
})

test("a gold accepts itself", () => {
  const golds = [...new Set([...same, ...different].map(([gold]) => gold))]
  expect(refused(golds.map((gold) => [gold, ` ${gold} `] as const))).toEqual([])
})

test("equality goes both ways, but for units, names and words that only one side has", () => {
  const turned = same.map(([gold, answer]) => [answer, gold] as const)
  const oneSided =
    /text|mbox|mathrm|\^\\circ|°|%|\$|=|_|degree|dollar|cm|percent|infty|,|;|\\in|[<>]|\\[lg]e|approx/
  expect(refused(turned.filter((pair) => !pair.some((side) => oneSided.test(side))))).toEqual([])
})

test("what is broken, or can be read in two ways, is malformed", () => {
  const broken = [
    "",
    " ",
    "\\frac{5",
    "1 2 3",
    "1/2x",
    "3/4\\pi",
    "5+",
    "\\foo",
    "(1,2,3]",
    "x^",
    "\\sqrt{}",
    "\\sqrt{".repeat(50) + "5" + "}".repeat(50)
  ]
  expect(broken.filter((answer) => Equivalence.judge("\\frac{1}{2}", answer)._tag !== "Malformed")).toEqual(
    []
  )
})

test("an angle beyond what can be computed leaves nothing behind", () => {
  for (
    const answer of [
      "\\sin(10^{2000})",
      "\\cos(9^{9^9})",
      "e^{10^{2000}i}",
      "\\tan(10^{1000}x)",
      "\\sin(i10^{99})"
    ]
  ) {
    expect(Equivalence.judge("x", answer)._tag).toBe("Wrong")
  }
  expect(Equivalence.judge("\\frac{1+\\sqrt5}{2}", "\\sqrt{\\frac{3+\\sqrt5}{2}}")._tag).toBe("Accepted")
  expect(Equivalence.judge("x", "\\tan(x^{\\sqrt2})")._tag).toBe("Wrong")
})
