/** The rules of BIG-Bench Extra Hard (Kazemi et al. 2025) for comparing an answer with its reference. */
import { Option } from "effect"
import { excerpt } from "./Excerpt.ts"
import * as FinalAnswer from "./FinalAnswer.ts"
import { peel, plain } from "./Latex.ts"
import * as Numeral from "./Numeral.ts"
import * as Verdict from "./Verdict.ts"

/** Longest answer that is compared; the references have some hundred characters. */
const maxLength = 20_000

const opening = "<answer>"
const closing = "</answer>"

/** What stands in the last box that is closed, or `<answer>…</answer>`, whichever ends later. */
const extract = (response: string): Option.Option<string> => {
  const end = response.lastIndexOf(closing)
  const start = end === -1 ? -1 : response.lastIndexOf(opening, end)
  if (start === -1) return FinalAnswer.extract(response)
  return Option.orElse(
    FinalAnswer.extract(response.slice(end)),
    () => Option.some(response.slice(start + opening.length, end))
  )
}

/** Lower case, one space at most, none after commas, no emphasis, no final full stop. */
const normal = (text: string): string =>
  text.normalize("NFC").toLowerCase().replaceAll("**", "").replace(/\s+/g, " ").replace(/ ?, ?/g, ",").trim()
    .replace(/\.$/, "")

const withoutQuotes = (text: string): string => text.replace(/['"‘’“”`]/g, "")
const withoutBrackets = (text: string): string => /^\[([^[\]]*)\]$/.exec(text)?.[1]?.trim() || text
const withoutParentheses = (text: string): string => /^\(([a-z])\)$/.exec(text)?.[1] ?? text

/** What BBEH looks away from, one after another. */
const lenient = (text: string): string =>
  withoutParentheses(withoutBrackets(withoutQuotes(text).trim().replace(/\?$/, "").trim()))

/** A comma in a reference separates, and does not group thousands. */
const sameNumber = (reference: string, answer: string): boolean => {
  return !reference.includes(",") && Numeral.equal(reference, answer) === true
}

/**
 * Lower case, `(a)` is `a`, numbers are compared as numbers; quotation marks, brackets around the whole, spaces after
 * commas and a final question mark are looked away from. Lists are ordered.
 */
export const judge = (reference: string, response: string): Verdict.Verdict => {
  const answer = extract(response)
  if (Option.isNone(answer)) {
    return Verdict.Malformed({ reason: "no closed \\boxed{…} and no <answer>…</answer>" })
  }
  if (answer.value.length > maxLength) {
    return Verdict.Malformed({ reason: `a final answer of more than ${maxLength} characters is not read` })
  }
  if (answer.value.trim() === "") return Verdict.Malformed({ reason: "the answer is empty" })
  const expected = lenient(normal(reference))
  const given = [answer.value, plain(peel(answer.value))].map((text) => lenient(normal(text)))
  return given.some((text) => text === expected || sameNumber(expected, text))
    ? Verdict.Accepted()
    : Verdict.Wrong({ reason: `answered ${excerpt(answer.value)}, expected ${excerpt(reference)}` })
}
