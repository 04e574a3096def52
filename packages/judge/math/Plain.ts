/** Pairs that need no reading of formulas: answers written alike, and plain numbers. */
import { excerpt } from "../Excerpt.ts"
import { peel } from "../Latex.ts"
import * as Numeral from "../Numeral.ts"
import * as Verdict from "../Verdict.ts"

/** Undefined where more is needed. Time is bounded by the length of the texts. */
export const judge = (gold: string, answer: string): Verdict.Verdict | undefined => {
  const [expected, given] = [peel(gold), peel(answer)]
  if (given === "") return Verdict.Malformed({ reason: "the box is empty" })
  if (expected === given) return Verdict.Accepted()
  const isEqual = Numeral.equal(expected, given)
  if (isEqual === undefined) return undefined
  return isEqual
    ? Verdict.Accepted()
    : Verdict.Wrong({ reason: `answered ${excerpt(answer)}, expected ${excerpt(gold)}` })
}
