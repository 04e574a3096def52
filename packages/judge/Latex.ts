/** The little of LaTeX that stands around an answer and changes nothing about it. */

/** Commands that only change how their argument looks. */
const styles = new Set([
  ..."boxed fbox mbox hbox text textrm textsf texttt textbf textit textnormal textup emph".split(" "),
  ..."mathrm mathsf mathtt mathbf mathit mathnormal boldsymbol bm operatorname underline ensuremath".split(
    " "
  )
])

const glyphs: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  textless: "<",
  textgreater: ">",
  backslash: "\\",
  textbackslash: "\\",
  lbrace: "{",
  rbrace: "}",
  lbrack: "[",
  rbrack: "]",
  quad: " ",
  qquad: " "
}

/** How many layers are taken off before what is left counts as the answer; bounds the time. */
const maxLayers = 64

/** Index of the brace that closes the one at `open`, or −1. */
const closing = (latex: string, open: number): number => {
  let depth = 0
  for (let at = open; at < latex.length; at++) {
    const code = latex.charCodeAt(at)
    if (code === 0x5c) at++
    else if (code === 0x7b) depth++
    else if (code === 0x7d && --depth === 0) return at
  }
  return -1
}

const fences = [["$$", "$$"], ["$", "$"], ["\\(", "\\)"], ["\\[", "\\]"]] as const

/** Without the signs of math mode around the whole, if they stand there. */
const withoutFence = (latex: string): string => {
  for (const [left, right] of fences) {
    const end = latex.length - right.length
    if (
      end >= left.length && latex.startsWith(left) && latex.indexOf(right, left.length) === end &&
      latex[end - 1] !== "\\"
    ) {
      return latex.slice(left.length, end)
    }
  }
  return latex
}

const leading = /^(?:\\[,;:! ]|~|\\(?:q?quad|displaystyle|textstyle)(?![a-zA-Z]))/
const style = /^\\([a-zA-Z]+)\s*(?=\{)/

/** One layer off: a space, a final full stop, signs of math mode, a group, or a style; the same where there is none. */
const withoutLayer = (latex: string): string => {
  const space = leading.exec(latex)
  if (space !== null) return latex.slice(space[0].length)
  if (/(?:\\[,;:!]|~)$/.test(latex.slice(-2))) return latex.slice(0, latex.endsWith("~") ? -1 : -2)
  if (latex.endsWith("\\") && !latex.endsWith("\\\\")) return latex.slice(0, -1)
  if (latex.endsWith(".") && !latex.endsWith("..")) return latex.slice(0, -1)
  const inner = withoutFence(latex)
  if (inner !== latex) return inner
  const command = style.exec(latex)
  if (command !== null && !styles.has(command[1]!)) return latex
  const open = command === null ? 0 : command[0].length
  if (latex[open] !== "{" || closing(latex, open) !== latex.length - 1) return latex
  return latex.slice(open + 1, -1)
}

/**
 * What is left of a number, a list or a word when the layers around it are taken off: white space, signs of math mode,
 * groups, styles such as `\text{…}`, and one kind of ending, the full stop.
 */
export const peel = (latex: string): string => {
  let rest = latex.trim()
  for (let layer = 0; layer < maxLayers; layer++) {
    const next = withoutLayer(rest).trim()
    if (next === rest) break
    rest = next
  }
  return rest
}

const tokens = /\\([a-zA-Z]+)(\s*\{)?|\\([^a-zA-Z])|[{}]/g

/**
 * LaTeX as the text that it shows: styles fall away, `\{`, `\_`, `\%`, `\\` … are the characters they stand for, `\ `
 * and `\,` are spaces. Bare braces and unknown commands stay as they are. Trimmed.
 */
export const plain = (latex: string): string => {
  const styled: Array<boolean> = []
  const replace = (token: string, name?: string, brace?: string, symbol?: string): string => {
    if (name !== undefined) {
      if (brace === undefined) return glyphs[name] ?? token
      styled.push(styles.has(name))
      return styles.has(name) ? "" : token
    }
    if (symbol !== undefined) {
      if ("{}_%#&$\"'\\".includes(symbol)) return symbol
      return " ,;:".includes(symbol) ? " " : token
    }
    if (token === "{") styled.push(false)
    return token === "}" && styled.pop() === true ? "" : token
  }
  return withoutFence(latex.trim()).replace(tokens, replace).trim()
}

/** Text as LaTeX that `plain` reads as that text, and whose braces match. */
export const escape = (text: string): string => text.replace(/[\\{}$"]/g, "\\$&")
