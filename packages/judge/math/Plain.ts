/** Pairs that need no reading of formulas: answers written alike, and plain numbers. */
import { Either } from "effect"
import { excerpt } from "../Excerpt.ts"
import { peel } from "../Latex.ts"
import * as Numeral from "../Numeral.ts"
import * as Verdict from "../Verdict.ts"

const valueOf = (text: string) => Either.flatMap(Numeral.parse(text), Numeral.toRational)

/** Undefined where more is needed. Time is bounded by the length of the texts. */
export const judge = (gold: string, answer: string): Verdict.Verdict | undefined => {
  const [expected, given] = [peel(gold), peel(answer)]
  if (given === "") return Verdict.Malformed({ reason: "the box is empty" })
  if (expected === given) return Verdict.Accepted()
  const values = Either.all([valueOf(expected), valueOf(given)])
  if (Either.isLeft(values)) return undefined
  const [a, b] = values.right
  return a.numerator * b.denominator === b.numerator * a.denominator
    ? Verdict.Accepted()
    : Verdict.Wrong({ reason: `answered ${excerpt(answer)}, expected ${excerpt(gold)}` })
}
