/** Whether an answer is mathematically the gold answer, by the rules of docs/decisions/0029-mathematical-answers.md. */
import * as Rational from "@scaler/dsl/Rational"
import { Either } from "effect"
import { excerpt } from "../Excerpt.ts"
import { peel, plain } from "../Latex.ts"
import * as OptionLetter from "../OptionLetter.ts"
import * as Verdict from "../Verdict.ts"
import type { Answer } from "./Answer.ts"
import { equal, proportional } from "./Equality.ts"
import * as Exact from "./Exact.ts"
import * as Plain from "./Plain.ts"
import * as Reading from "./Reading.ts"
import { symbols, type Term } from "./Term.ts"

/** Whether each is equal to one of the others; those that are equal to one another count once. */
const sameSet = (
  golds: ReadonlyArray<Answer>,
  items: ReadonlyArray<Answer>
): boolean =>
  golds.every((gold) => items.some((item) => accepts(gold, item)))
  && items.every((item) => golds.some((gold) => accepts(gold, item)))

const sameList = (
  golds: ReadonlyArray<Answer>,
  items: ReadonlyArray<Answer>
): boolean => golds.length === items.length && golds.every((gold, at) => accepts(gold, items[at]!))

const hasVariables = (term: Term): boolean => symbols(term).size > 0

const accepts = (gold: Answer, answer: Answer): boolean => {
  if (gold._tag === "Named") {
    if (answer._tag === "Named") return gold.name === answer.name && accepts(gold.answer, answer.answer)
    if (answer._tag === "Equation") {
      // y = 2x + 3 in another form; `2x = 10` does not say what x is.
      return gold.zero !== undefined && gold.answer._tag === "Scalar" && hasVariables(gold.answer.term)
        && proportional(gold.zero, answer.zero)
    }
    return accepts(gold.answer, answer)
  }
  if (answer._tag === "Named") {
    return gold._tag === "Equation"
      ? answer.zero !== undefined && proportional(gold.zero, answer.zero)
      : accepts(gold, answer.answer)
  }
  if (answer._tag === "Chain" && gold._tag !== "Chain") {
    return answer.answers.every((each) => accepts(gold, each))
  }
  if (gold._tag === "Bag") return sameSet(gold.items, answer._tag === "Bag" ? answer.items : [answer])
  if (answer._tag === "Bag") return sameSet([gold], answer.items)
  switch (gold._tag) {
    case "Scalar":
      return answer._tag === "Scalar" && equal(gold.term, answer.term)
    case "Based": {
      if (answer._tag === "Based") return gold.digits === answer.digits && gold.base === answer.base
      const value = answer._tag === "Scalar" ? Exact.value(answer.term) : undefined
      return value !== undefined && Rational.format(value) === gold.digits
    }
    case "Tuple":
      return answer._tag === "Tuple" && gold.open === answer.open && gold.close === answer.close
        && sameList(gold.items, answer.items)
    case "Union":
      return answer._tag === "Union" && sameSet(gold.parts, answer.parts)
    case "Matrix":
      return answer._tag === "Matrix" && gold.rows.length === answer.rows.length
        && gold.rows.every((row, at) => sameList(row, answer.rows[at]!))
    case "Equation":
      return answer._tag === "Equation" && proportional(gold.zero, answer.zero)
    case "Chain":
      return answer._tag === "Chain" && sameList(gold.answers, answer.answers)
    case "Opaque":
      return answer._tag === "Opaque" && gold.json === answer.json
  }
}

const hundredth: Term = { _tag: "Number", value: Rational.make(1, 100) }

const percent = (answer: Answer): Answer =>
  answer._tag === "Scalar"
    ? { _tag: "Scalar", term: { _tag: "Call", head: "Multiply", terms: [hundredth, answer.term] } }
    : answer

const isAboveOne = (answer: Answer): boolean => {
  const value = answer._tag === "Scalar" ? Exact.value(answer.term) : undefined
  return value !== undefined && value.numerator > value.denominator
}

const acceptsReading = (gold: Reading.Reading, answer: Reading.Reading): boolean => {
  if (gold.unit === answer.unit) return accepts(gold.answer, answer.answer)
  if (gold.unit === "%") {
    return answer.unit === undefined
      && (accepts(gold.answer, answer.answer) || accepts(percent(gold.answer), answer.answer))
  }
  if (answer.unit === "%") {
    return gold.unit === undefined
      && (accepts(gold.answer, percent(answer.answer))
        || (isAboveOne(gold.answer) && accepts(gold.answer, answer.answer)))
  }
  return (gold.unit === undefined || answer.unit === undefined) && accepts(gold.answer, answer.answer)
}

const wordForm = /^\p{L}{2,}(?:[ '’-]+\p{L}+)*$/u
const mathematical = /^(?:pi|infinity|inf|sqrt|sin|cos|tan|ln|log)\b/i

/** Text as words are compared: without case, quotation marks, a full stop, or more than one space between words. */
const words = (latex: string): string =>
  plain(peel(latex)).replace(/\s+/g, " ").replace(/^["“'`]+|["”'.]+$/g, "").trim().toLowerCase()

const wrong = (gold: string, answer: string): Verdict.Verdict =>
  Verdict.Wrong({ reason: `answered ${excerpt(answer)}, expected ${excerpt(gold)}` })

const verdictOf = (accepted: boolean, gold: string, answer: string): Verdict.Verdict =>
  accepted ? Verdict.Accepted() : wrong(gold, answer)

/**
 * Judges an answer as it stands in its box. A gold that is an option in brackets or in `\text`, or nothing but words, is
 * compared as such; all else as mathematics. Where the gold is not understood, the answer must be written alike.
 */
export const judge = (gold: string, answer: string): Verdict.Verdict => {
  const known = Plain.judge(gold, answer)
  if (known !== undefined) return known
  const option = OptionLetter.inBrackets(gold)
  if (option !== undefined) return verdictOf(OptionLetter.inBox(answer) === option, gold, answer)
  const shown = plain(peel(gold))
  if (wordForm.test(shown) && !mathematical.test(shown)) {
    return verdictOf(words(gold) === words(answer), gold, answer)
  }
  const expected = Reading.read(gold, false)
  if (Either.isLeft(expected)) return wrong(gold, answer)
  return Either.match(Reading.read(answer, expected.right.answer._tag === "Bag"), {
    onLeft: (reason): Verdict.Verdict => Verdict.Malformed({ reason }),
    onRight: (read) => verdictOf(acceptsReading(expected.right, read), gold, answer)
  })
}
