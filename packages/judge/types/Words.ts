/** Answers that are words: text, yes or no, and one of several options. */
import { Either, Option } from "effect"
import { type AnswerType, differs } from "../AnswerType.ts"
import { excerpt } from "../Excerpt.ts"
import { escape, peel, plain } from "../Latex.ts"

/** What stands in quotation marks around the whole, as elements of a list may; else undefined. */
const unquoted = (latex: string): string | undefined => {
  const text = latex.trim()
  const mark = text[0]
  return text.length >= 2 && (mark === "\"" || mark === "'") && text.endsWith(mark)
    ? text.slice(1, -1)
    : undefined
}

/** As a bare element of a list where nothing in it could be taken for something else, else in quotation marks. */
const spellWord = (word: string, nested: boolean): string =>
  !nested || /^[\p{L}\p{N}](?:[\p{L}\p{N} _-]*[\p{L}\p{N}])?$/u.test(word)
    ? escape(word)
    : `"${escape(word)}"`

/** Text as it stands in the box, and as LaTeX shows it. */
export interface Text {
  readonly verbatim: string
  readonly shown: string
}

/** An element of a list may be in quotation marks, which then are no part of it; an empty one must be. */
const readText = (latex: string, nested: boolean): Either.Either<Text, string> => {
  if (!nested) return Either.right({ verbatim: latex.trim(), shown: plain(latex) })
  const inside = unquoted(latex) ?? unquoted(plain(latex))
  if (inside === undefined && latex.trim() === "") return Either.left("an element of the list is empty")
  const element = inside ?? latex
  return Either.right({ verbatim: element.trim(), shown: plain(element) })
}

/**
 * Text, equal when every character is after trimming; quotation marks are characters like any other, except around the
 * elements of a list. An empty box is the empty text.
 */
export const text = (caseSensitive: boolean): AnswerType<Text> => {
  const fold = (written: string) => caseSensitive ? written.trim() : written.trim().toLowerCase()
  return {
    read: readText,
    fromJson: (json) =>
      typeof json === "string" ? Option.some({ verbatim: json, shown: json }) : Option.none(),
    toJson: ({ shown }) => Either.right(shown),
    difference: (gold, answer) =>
      fold(gold.shown) === fold(answer.shown) || fold(gold.verbatim) === fold(answer.verbatim)
        ? undefined
        : differs(excerpt(gold.shown), excerpt(answer.shown)),
    spell: ({ shown }, nested) => spellWord(shown, nested),
    spaced: false,
    quoted: true
  }
}

const readWord = (latex: string, nested: boolean): string => {
  const word = plain(peel(latex))
  return nested ? unquoted(word) ?? word : word
}

/** `yes` and `true`, `no` and `false`, in any case. */
export const boolean: AnswerType<boolean> = {
  read: (latex, nested) => {
    const word = readWord(latex, nested).toLowerCase()
    if (word === "yes" || word === "true") return Either.right(true)
    if (word === "no" || word === "false") return Either.right(false)
    return Either.left(`${excerpt(latex)} is neither yes nor no`)
  },
  fromJson: (json) => typeof json === "boolean" ? Option.some(json) : Option.none(),
  toJson: Either.right,
  difference: (gold, answer) =>
    gold === answer ? undefined : differs(gold ? "yes" : "no", answer ? "yes" : "no"),
  spell: (answer) => answer ? "yes" : "no",
  spaced: false,
  quoted: true
}

/** An option without what people put around one: `(A)`, `[A]`, `A)`, `A.`, `A:` and `a` are all `a`. */
const optionKey = (word: string): string => {
  const key = word.toLowerCase().replace(/\s+/g, " ").trim()
  const inside = /^(?:\((.*)\)|\[(.*)\]|([^([]*)[).:])$/s.exec(key)
  return (inside?.[1] ?? inside?.[2] ?? inside?.[3] ?? "").trim() || key
}

/** One of the options. An option as declared comes before one that differs in case or in brackets. */
export const choice = (options: ReadonlyArray<string>): AnswerType<string> => ({
  read: (latex, nested) => {
    const inside = nested ? unquoted(latex) ?? latex : latex
    const candidates = [inside.trim(), plain(inside), readWord(latex, nested)]
    const exact = candidates.find((candidate) => options.includes(candidate))
    if (exact !== undefined) return Either.right(exact)
    const keys = candidates.map(optionKey)
    const alike = options.filter((option) => keys.includes(optionKey(option)))
    return alike.length === 1
      ? Either.right(alike[0]!)
      : Either.left(`${excerpt(latex)} is not one of ${excerpt(options.join(", "))}`)
  },
  fromJson: (json) => typeof json === "string" && options.includes(json) ? Option.some(json) : Option.none(),
  toJson: Either.right,
  difference: (gold, answer) => gold === answer ? undefined : differs(excerpt(gold), excerpt(answer)),
  spell: spellWord,
  spaced: false,
  quoted: true
})
