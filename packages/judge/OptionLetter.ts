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

const sentence = /\banswer\s+is:?\s*(?:option\s+)?(?:\*\*|\$|\\text\{|\\\()*\s*\(?([A-Z])\)?(?![A-Za-z])/g

/** The letter of a response: in the last closed box, else in the last “answer is (X)”; undefined where neither is there. */
const read = (response: string): string | undefined => {
  const box = FinalAnswer.extract(response)
  return Option.isSome(box) ? inBox(box.value) : [...response.matchAll(sentence)].at(-1)?.[1]
}

/** Judges a response by the letter of the right option, one of the first `options` letters of the alphabet. */
export const judge = (gold: string, response: string, options: number): Verdict.Verdict => {
  const letter = read(response)
  if (letter === undefined) return Verdict.Malformed({ reason: "no option in a \\boxed{…} or after “answer is”" })
  if (letter.charCodeAt(0) - 0x41 >= options) {
    return Verdict.Malformed({ reason: `${excerpt(letter)} is not one of ${options} options` })
  }
  const expected = inBox(gold)
  return letter === expected
    ? Verdict.Accepted()
    : Verdict.Wrong({ reason: `answered ${letter}, expected ${expected ?? excerpt(gold)}` })
}
