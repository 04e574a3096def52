/** Ordered lists. */
import type { AnswerJson } from "@scaler/dsl/AnswerSpec"
import { Either, Option } from "effect"
import { type AnswerType, differs } from "../AnswerType.ts"
import { excerpt } from "../Excerpt.ts"
import { peel } from "../Latex.ts"

const closers: Readonly<Record<string, string>> = { "[": "]", "(": ")", "\\{": "\\}", "{": "}" }

interface Mark {
  readonly at: number
  readonly token: string
  /** How many brackets enclose it; an opening and its closing one have the same depth. */
  readonly depth: number
}

/** Brackets, commas and white space outside quotation marks; Left where brackets or quotation marks do not match. */
const marks = (latex: string, quoted: boolean): Either.Either<ReadonlyArray<Mark>, string> => {
  const found: Array<Mark> = []
  const expected: Array<string> = []
  /** Whether an element may begin here: an apostrophe within a word opens nothing. */
  let fresh = true
  for (let at = 0; at < latex.length; at++) {
    const char = latex[at]!
    const token = char === "\\" ? latex.slice(at, at + 2) : char
    if (fresh && quoted && (char === "\"" || char === "'")) {
      do at += latex[at] === "\\" ? 2 : 1
      while (at < latex.length && latex[at] !== char)
      if (at >= latex.length) return Either.left("a quotation mark is not closed")
      fresh = false
    } else if (token in closers) {
      found.push({ at, token, depth: expected.length })
      expected.push(closers[token]!)
      fresh = true
    } else if (token === "]" || token === ")" || token === "}" || token === "\\}") {
      if (expected.pop() !== token) return Either.left("brackets do not match")
      found.push({ at, token, depth: expected.length })
      fresh = false
    } else if (token === "," || /\s/.test(token)) {
      found.push({ at, token, depth: expected.length })
      fresh ||= token === ","
    } else fresh = false
    at += token.length === 2 && at < latex.length ? 1 : 0
  }
  return expected.length > 0 ? Either.left("brackets do not match") : Either.right(found)
}

/** The text between separators. */
const cut = (text: string, separators: ReadonlyArray<Mark>): Array<string> => {
  const parts: Array<string> = []
  let start = 0
  for (const { at, token } of separators) {
    parts.push(text.slice(start, at))
    start = at + token.length
  }
  parts.push(text.slice(start))
  return parts
}

const split = (
  text: string,
  at: ReadonlyArray<Mark>,
  depth: number,
  spaced: boolean
): ReadonlyArray<string> => {
  const commas = at.filter((mark) => mark.depth === depth && mark.token === ",")
  if (commas.length > 0 || !spaced) return cut(text, commas)
  return cut(text, at.filter((mark) => mark.depth === depth && /\s/.test(mark.token))).filter((part) =>
    part !== ""
  )
}

const matrixForm = /^\\begin\{([bp]?matrix|array)\}(?:\{[lcr| ]*\})?(.*)\\end\{\1\}$/s

/** Rows of a matrix; a single row or column is a list by itself. */
const matrix = (latex: string, ofLists: boolean): Option.Option<ReadonlyArray<string>> => {
  const body = matrixForm.exec(latex)?.[2]
  if (body === undefined || body.includes("\\begin")) return Option.none()
  const rows = body.replace(/\\\\\s*$/, "").split("\\\\").map((row) => row.split("&"))
  if (ofLists) return Option.some(rows.map((row) => `[${row.join(",")}]`))
  if (rows.length === 1) return Option.some(rows[0]!)
  return rows.every((row) => row.length === 1) ? Option.some(rows.map((row) => row[0]!)) : Option.none()
}

/** The elements as text; Left where the text is no list. */
const elements = <A>(
  latex: string,
  nested: boolean,
  element: AnswerType<A>,
  ofLists: boolean
): Either.Either<ReadonlyArray<string>, string> =>
  Either.gen(function*() {
    const text = peel(latex)
    const rows = nested ? Option.none() : matrix(text, ofLists)
    if (Option.isSome(rows)) return rows.value
    const at = yield* marks(text, element.quoted)
    const closing = at.find((mark) =>
      mark.depth === 0 && mark !== at[0] && mark.token !== "," && mark.token.trim() !== ""
    )
    const open = at[0]?.at === 0 && at[0].token in closers && at[0].token !== "{" ? at[0].token.length : 0
    if (open === 0 || closing === undefined || closing.at + closing.token.length !== text.length) {
      if (nested) return yield* Either.left(`${excerpt(latex)} is a list within a list without brackets`)
      return text === "" ? yield* Either.left("the box is empty") : split(text, at, 0, element.spaced)
    }
    const inside = text.slice(open, closing.at)
    if (inside.trim() === "") return []
    const innerRows = nested ? Option.none() : matrix(inside.trim(), ofLists)
    if (Option.isSome(innerRows)) return innerRows.value
    const shifted = at.filter((mark) => mark.depth > 0).map((mark) => ({ ...mark, at: mark.at - open }))
    return split(inside, shifted, 1, element.spaced)
  })

const brackets: Readonly<Record<string, string>> = { lbrack: "[", rbrack: "]", lbrace: "\\{", rbrace: "\\}" }
const size = String.raw`(?:left|right|[bB]igg?[lr]?)\s*(?=[[\]()]|\\[{}]|\\[lr]br)`
const commands = new RegExp(
  String
    .raw`\\(?:${size}|(?<bracket>[lr]brac[ek])(?![a-zA-Z])|(?<space>q?quad(?![a-zA-Z])|[ ;:])|(?<other>[^]))`,
  "g"
)

/** `\left[` as `[`, `\lbrack` as `[`, and wide spaces as spaces. */
const tidy = (latex: string): string =>
  latex.replace(commands, (token, ...rest) => {
    const { bracket, other, space } = rest.at(-1) as Record<string, string | undefined>
    if (other !== undefined) return token
    return bracket === undefined ? space === undefined ? "" : " " : brackets[bracket]!
  })

/**
 * Lists of exactly the gold's length, in its order:
 * - `[1, 2, 3]`, `(1, 2, 3)`, `\{1, 2, 3\}`, `\left[1, 2, 3\right]`; bare `1, 2, 3`, and `5` for a list of one;
 * - numbers also apart by spaces alone, `1 2 3` or `[1 2 3]`;
 * - a `bmatrix`, `pmatrix`, `matrix` or `array` of one row or column, or, for lists of lists, of rows.
 *
 * A comma always separates, so `1,000` is two elements; `1{,}000` and `1\,000` are one. Lists within a list need
 * brackets of their own; those around the whole may be missing. The empty list is `[]`; an empty box is none.
 */
export const list = <A>(element: AnswerType<A>, ofLists: boolean): AnswerType<ReadonlyArray<A>> => ({
  read: (latex, nested) =>
    Either.gen(function*() {
      const answers: Array<A> = []
      for (const part of yield* elements(nested ? latex : tidy(latex), nested, element, ofLists)) {
        answers.push(yield* element.read(part, true))
      }
      return answers
    }),
  fromJson: (json) =>
    Array.isArray(json) ? Option.all(json.map((each: AnswerJson) => element.fromJson(each))) : Option.none(),
  toJson: (answer) => Either.all(answer.map(element.toJson)),
  difference: (gold, answer) => {
    if (gold.length !== answer.length) {
      return differs(`a list of ${gold.length}`, `a list of ${answer.length}`)
    }
    for (const [index, each] of gold.entries()) {
      const difference = element.difference(each, answer[index]!)
      if (difference !== undefined) return `element ${index + 1}: ${difference}`
    }
    return undefined
  },
  spell: (answer) => `[${answer.map((each) => element.spell(each, true)).join(", ")}]`,
  spaced: element.spaced,
  quoted: element.quoted
})
