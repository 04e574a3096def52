/** One letter out of several options, as multiple-choice benchmarks ask for it. */
import { Option } from "effect"
import { excerpt } from "./Excerpt.ts"
import * as FinalAnswer from "./FinalAnswer.ts"
import { peel, plain } from "./Latex.ts"
import * as Verdict from "./Verdict.ts"

const bracketed = /^(?:\(\s*([A-Z])\s*\)|\[\s*([A-Z])\s*\]|([A-Z])\s*[).:])$/

/** The letter where a text is nothing but an option in brackets, or one letter in `\text`. */
export const inBrackets = (latex: string): string | undefined => {
  const shown = plain(peel(latex))
  const match = bracketed.exec(shown)
  if (match !== null) return match[1] ?? match[2] ?? match[3]
  return /\\(?:text|mathrm|textbf|mbox)\b/.test(latex) && /^[A-Z]$/.test(shown) ? shown : undefined
}

/** The letter in a box: `A`, `a`, `(A)`, `A.`, `A) 42`, `\text{A}`; undefined where it is none, or more than one. */
export const inBox = (latex: string): string | undefined => {
  const shown = plain(peel(latex)).replace(/^(?:option|answer|choice)\s+/i, "")
  const alone = /^[([]?\s*([A-Za-z])\s*[)\].:]?$/.exec(shown)
  const explained = /^(?:\(([A-Z])\)|([A-Z])[).:])\s+\S/.exec(shown)
  return (alone?.[1] ?? explained?.[1] ?? explained?.[2])?.toUpperCase()
}

/**
 * A letter after “answer is”, in brackets or not; the words A and I are none. Spaces are few, so that the time is linear
 * in the length of a response.
 */
const sentence = new RegExp(
  String.raw`\banswer\s{1,9}is:?\s{0,9}(?:option\s{1,9})?(?:\*\*|\$|\\text\{|\\\(){0,4}`
    + String.raw`(?:\(([A-Z])\)|([AI])(?!\s{1,9}[a-z])(?![A-Za-z])|([B-HJ-Z])(?![A-Za-z]))`,
  "g"
)

/** Longest box that is read. */
const maxLength = 2000

/** The letter of a response: in the last closed box, else in the last “answer is (X)”; undefined where neither is there. */
const read = (response: string): string | undefined => {
  const box = FinalAnswer.extract(response)
  if (Option.isSome(box)) return inBox(box.value.slice(0, maxLength))
  const last = [...response.matchAll(sentence)].at(-1)
  return last?.[1] ?? last?.[2] ?? last?.[3]
}

/** Judges a response by the letter of the right option, one of the first `options` letters of the alphabet. */
export const judge = (gold: string, response: string, options: number): Verdict.Verdict => {
  const letter = read(response)
  if (letter === undefined) {
    return Verdict.Malformed({ reason: "no option in a \\boxed{…} or after “answer is”" })
  }
  if (letter.charCodeAt(0) - 0x41 >= options) {
    return Verdict.Malformed({ reason: `${excerpt(letter)} is not one of ${options} options` })
  }
  const expected = inBox(Option.getOrElse(FinalAnswer.extract(gold), () => gold))
  return letter === expected
    ? Verdict.Accepted()
    : Verdict.Wrong({ reason: `answered ${letter}, expected ${expected ?? excerpt(gold)}` })
}
