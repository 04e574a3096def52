/** Rational numbers: exact fractions, and decimals within a tolerance. */
import * as Rational from "@scaler/dsl/Rational"
import { Either, Option } from "effect"
import { type AnswerType, differs } from "../AnswerType.ts"
import { excerpt } from "../Excerpt.ts"
import { peel } from "../Latex.ts"
import * as Numeral from "../Numeral.ts"

const read = (latex: string) => Either.flatMap(Numeral.parse(peel(latex)), Numeral.toRational)

const minus = (a: Rational.Rational, b: Rational.Rational): Rational.Rational => ({
  numerator: a.numerator * b.denominator - b.numerator * a.denominator,
  denominator: a.denominator * b.denominator
})

/** `1/2`, `2/4` and `0.5` are the same answer. Golds are `p/q` or `p`. */
export const rational: AnswerType<Rational.Rational> = {
  read,
  fromJson: (json) =>
    typeof json === "string" && /^-?[0-9]+(?:\/0*[1-9][0-9]*)?$/.test(json)
      ? Option.some(Rational.parse(json))
      : Option.none(),
  toJson: ({ denominator, numerator }) =>
    Either.right(Rational.format(Rational.make(numerator, denominator))),
  difference: (gold, answer) =>
    minus(gold, answer).numerator === 0n
      ? undefined
      : differs(Rational.format(gold), Rational.format(answer)),
  spell: Rational.format,
  spaced: true,
  quoted: false
}

/** The number that a double's shortest decimal spelling names: 0.1 is one tenth. */
const exactly = (double: number): Rational.Rational =>
  Either.getOrThrow(Either.flatMap(Numeral.parse(String(double)), Numeral.toRational))

/** A tolerance of 0.01 accepts 0.51 for 0.5: gold and tolerance are taken at their shortest spelling, not in binary. */
export const decimal = (tolerance: number): AnswerType<Rational.Rational> => {
  const allowed = exactly(tolerance)
  const shown = (value: Rational.Rational) => String(Numeral.toDouble(value))
  return {
    read,
    fromJson: (json) => Number.isFinite(json) ? Option.some(exactly(json as number)) : Option.none(),
    toJson: (answer) => {
      const double = Numeral.toDouble(answer)
      return Number.isFinite(double)
        ? Either.right(double + 0)
        : Either.left(`${excerpt(shown(answer))} is too large`)
    },
    difference: (gold, answer) => {
      const { denominator, numerator } = minus(gold, answer)
      const distance = numerator < 0n ? -numerator : numerator
      return distance * allowed.denominator <= allowed.numerator * denominator
        ? undefined
        : `${differs(shown(gold), shown(answer))}${tolerance === 0 ? "" : ` ± ${tolerance}`}`
    },
    spell: shown,
    spaced: true,
    quoted: false
  }
}
