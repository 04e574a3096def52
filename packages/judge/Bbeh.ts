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

/** What BBEH asks to put before an answer, and the other forms that its authors' script reads. */
const prefixes = ["The answer is:", "The answer is ", "The final answer is:", "The final answer is "]

/** What follows the last such words, to the end of its line; none where that is a box or a tag which was cut off. */
const inSentence = (response: string): Option.Option<string> => {
  const ends = prefixes.map((prefix) => response.lastIndexOf(prefix) + prefix.length)
  const starts = ends.filter((end, place) => end >= prefixes[place]!.length)
  if (starts.length === 0) return Option.none()
  const [line] = response.slice(Math.max(...starts)).trimStart().split("\n", 1)
  return Option.liftPredicate(line!, (line) => !/\\boxed|<answer>/.test(line))
}

/** What stands in the last box that is closed, or `<answer>…</answer>`, whichever ends later. */
const marked = (response: string): Option.Option<string> => {
  const end = response.lastIndexOf(closing)
  const start = end === -1 ? -1 : response.lastIndexOf(opening, end)
  if (start === -1) return FinalAnswer.extract(response)
  return Option.orElse(
    FinalAnswer.extract(response.slice(end)),
    () => Option.some(response.slice(start + opening.length, end))
  )
}

/** A sentence counts where nothing is marked. */
const extract = (response: string): Option.Option<string> =>
  Option.orElse(marked(response), () => inSentence(response))

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
    return Verdict.Malformed({ reason: "no closed \\boxed{…}, no <answer>…</answer>, no “The answer is: …”" })
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
