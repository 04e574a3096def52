/** Puts the many ways to write the same LaTeX into one, before it is parsed. */
import { Either } from "effect"
import { peel } from "../Latex.ts"

const functions = "sin|cos|tan|cot|sec|csc|arcsin|arccos|arctan|ln|log|exp|sqrt|pi|infty"

const texts = "mbox|hbox|textnormal|textrm|textsf|texttt|textbf|textit|textup|emph"

/** Text commands as `\text`. */
export const uniform = (latex: string): string =>
  peel(latex).replace(new RegExp(`\\\\(?:${texts})(?=\\s*\\{)`, "g"), "\\text")

const rewrites: ReadonlyArray<readonly [RegExp, string]> = [
  [/[\u2212\u2013\uFE63\uFF0D]/g, "-"],
  [/[\u00d7]/g, "\\times "],
  [/[\u00b7\u22c5]|\*/g, "\\cdot "],
  [/\u00b0/g, "^\\circ "],
  [/\u03c0/g, "\\pi "],
  [/\u221e/g, "\\infty "],
  [/\u2264|<=/g, "\\le "],
  [/\u2265|>=/g, "\\ge "],
  [/\u222a/g, "\\cup "],
  [/\u2208/g, "\\in "],
  [/\u221a\s*(\d+|\{)/g, "\\sqrt $1"],
  [/\u00b2/g, "^2"],
  [/\u00b3/g, "^3"],
  [/\u00b1/g, "\\pm "],
  [/\\displaystyle|\\textstyle|\\limits|\\nolimits/g, ""],
  [
    /\\(?:left|right|[bB]igg?[lrm]?)\s*(?=[[\]()|.]|\\[{}|]|\\[lr](?:brace|brack|angle|vert|floor|ceil))/g,
    ""
  ],
  [/\\lbrace(?![a-zA-Z])/g, "\\{"],
  [/\\rbrace(?![a-zA-Z])/g, "\\}"],
  [/\\lbrack(?![a-zA-Z])/g, "["],
  [/\\rbrack(?![a-zA-Z])/g, "]"],
  [/\\[dtc]frac(?![a-zA-Z])/g, "\\frac"],
  [
    /[[(]\s*\\begin\{array\}\s*(?:\{[lcr| ]*\})?(.*?)\\end\{array\}\s*[\])]/gs,
    "\\begin{bmatrix}$1\\end{bmatrix}"
  ],
  [/\\dot\s*\{?\s*(\d)\s*\}?/g, "\\overline{$1}"],
  [/^\s*([a-zA-Z]|\\[a-z]+)\s*\\approx/, "$1 ="],
  [/\\dbinom|\\tbinom/g, "\\binom"],
  [/\\le(?:q|qslant)(?![a-zA-Z])/g, "\\le "],
  [/\\ge(?:q|qslant)(?![a-zA-Z])/g, "\\ge "],
  [/\\lt(?![a-zA-Z])/g, "<"],
  [/\\gt(?![a-zA-Z])/g, ">"],
  [/\\(?:varnothing|empty)(?![a-zA-Z])/g, "\\emptyset "],
  [/\\mathop(?![a-zA-Z])/g, "\\operatorname"],
  [/\\(?:mathrm|mathit|mathbf|boldsymbol|bm|operatorname)\s*\{\s*([a-zA-Z])\s*\}/g, " $1 "],
  [/(?:,|\{,\})\s*\\!\s*(?=\d{3})/g, "{,}"],
  [/\\!/g, ""],
  [/(?<=\d)(?:\{,\}|\\[, ]|[\u2009\u202f])\s*(?=\d{3}(?!\d))/g, ""],
  [/(?<!\\)\\[,;:> ]|~|\\q?quad(?![a-zA-Z])|\\hspace\*?\{[^{}]*\}/g, " "],
  [/\\?\$/g, ""],
  [/(?<![a-zA-Z\\])(?:infinity|inf)(?![a-zA-Z])/gi, "\\infty "],
  [/\\(sin|cos|tan)\s*\^\s*\{\s*-\s*1\s*\}/g, "\\arc$1 "],
  [new RegExp(`(?<![a-zA-Z\\\\])(${functions})(?![a-zA-Z])`, "g"), "\\$1 "],
  [/\\sqrt\s*\(([^()]*)\)/g, "\\sqrt{$1}"],
  [/\\frac\s*(\d)\s*(\d)(?!\d)/g, "\\frac{$1}{$2}"],
  [/\\frac\s*(\d)\s*\{/g, "\\frac{$1}{"],
  [/\^\s*(-?\d+)/g, "^{$1}"],
  [/_\s*(\d+)/g, "_{$1}"],
  [/(?<![\d.])(\d+)\s+(\d+)\s*\/\s*(\d+)(?![\d.])/g, "$1\\frac{$2}{$3}"]
]

const operators =
  "end|cdot|times|pm|mp|div|cup|cap|le|ge|lt|gt|ne|neq|to|in|text|mbox|right|approx|circ|lor|land"

/** A slash before a product: 1/2x and 3/4\pi are read in two ways. */
const ambiguousSlash = new RegExp(
  String
    .raw`/\s*(?:\d+(?:\.\d+)?\s*(?:[a-zA-Z(]|\\(?!(?:${operators})(?![a-zA-Z])|[{},;%])[a-zA-Z]+)|[a-zA-Z]\s*[a-zA-Z(])`
)

/** Numbers side by side, which the parser would take for one: `1 2 3` is 123 to it. */
const adjacent = /(?<!\\frac\s*)\d\s+[\d.]/

/** Brackets within brackets, and bars: the parser tries every way to pair bars. */
const maxDepth = 24
const maxBars = 12

const isTooDeep = (latex: string): boolean => {
  let depth = 0
  let deepest = 0
  let bars = 0
  for (const char of latex) {
    if ("([{".includes(char)) deepest = Math.max(deepest, ++depth)
    else if (")]}".includes(char)) depth--
    else if (char === "|") bars++
  }
  return deepest > maxDepth || bars > maxBars
}

const thousands = /(?<![\d,.])([1-9]\d{0,2}(?:,\d{3})+)(?![\d]|,\d)/g

/** Thousands outside brackets without their commas. */
const ungrouped = (latex: string): string => {
  let depth = 0
  let from = 0
  const marks = [...latex.matchAll(/[([]|\\\{|[)\]]|\\\}/g)]
  const depthAt = (index: number): number => {
    for (; from < marks.length && marks[from]!.index < index; from++) {
      depth += /[([{]$/.test(marks[from]![0]) ? 1 : -1
    }
    return depth
  }
  return latex.replace(
    thousands,
    (written, _digits, index: number) => depthAt(index) === 0 ? written.replaceAll(",", "") : written
  )
}

/**
 * The same answer in plainer LaTeX; Left where it is read in more than one way. A comma before three digits groups
 * them, unless the answer is known to be a list.
 */
export const tidy = (written: string, isList: boolean): Either.Either<string, string> => {
  const latex = rewrites.reduce((text, [from, to]) => text.replace(from, to), written)
    .replace(/(?<=\S)\s*\\approx\s*-?[\d.]+\s*(?:\\l?dots)?$/, "").trim()
  if (isTooDeep(latex)) return Either.left("it is nested too deeply")
  if (ambiguousSlash.test(latex)) return Either.left("a slash before a product is ambiguous")
  if (adjacent.test(latex)) return Either.left("numbers stand side by side")
  return Either.right(isList ? latex : ungrouped(latex))
}
