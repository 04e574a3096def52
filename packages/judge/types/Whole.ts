/** Whole numbers, as canonical digits: no arithmetic, so no size is too large and nothing is rounded. */
import { Either, Option } from "effect"
import { type AnswerType, differs } from "../AnswerType.ts"
import { excerpt } from "../Excerpt.ts"
import { peel } from "../Latex.ts"
import * as Numeral from "../Numeral.ts"

const base = {
  read: (latex: string) =>
    Either.flatMap(Numeral.parse(peel(latex)), (numeral) => {
      const digits = Numeral.wholeDigits(numeral)
      return digits === undefined
        ? Either.left(`${excerpt(latex)} is not a whole number`)
        : Either.right(digits)
    }),
  difference: (gold: string, answer: string) => gold === answer ? undefined : differs(gold, answer),
  spell: (answer: string) => answer,
  spaced: true,
  quoted: false
}

/** Golds are safe integers; a larger answer is read, and is simply not equal. */
export const integer: AnswerType<string> = {
  ...base,
  fromJson: (json) => Number.isSafeInteger(json) ? Option.some(String(json)) : Option.none(),
  toJson: (answer) =>
    Number.isSafeInteger(Number(answer))
      ? Either.right(Number(answer))
      : Either.left(`${excerpt(answer)} is beyond ±(2^53 − 1)`)
}

/** Golds are digits, without a plus or leading zeros. */
export const bigint: AnswerType<string> = {
  ...base,
  fromJson: (json) =>
    typeof json === "string" && /^(?:0|-?[1-9][0-9]*)$/.test(json) ? Option.some(json) : Option.none(),
  toJson: Either.right
}
