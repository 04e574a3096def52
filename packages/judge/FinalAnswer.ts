/** Where in a response its final answer stands. */
import { Option } from "effect"

const backslash = 0x5c
const openBrace = 0x7b
const closeBrace = 0x7d

const word = [..."boxed"].map((letter) => letter.charCodeAt(0))

const isLetter = (code: number): boolean => (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a)
const isSpace = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d)

/** Index of the brace that opens the argument of the `\boxed` at `at`, or −1 where none stands there. */
const boxBrace = (text: string, at: number): number => {
  for (let letter = 0; letter < word.length; letter++) {
    if (text.charCodeAt(at + 1 + letter) !== word[letter]) return -1
  }
  let next = at + 1 + word.length
  if (isLetter(text.charCodeAt(next))) return -1
  while (isSpace(text.charCodeAt(next))) next++
  return text.charCodeAt(next) === openBrace ? next : -1
}

/**
 * What stands in the last closed `\boxed{…}`: of all boxes whose braces match, the one that closes last, so the outer
 * one of two nested. A box that is never closed is none: an answer cut off after `\boxed{4} … \boxed{` is 4.
 *
 * `\{` and `\}` are characters, not braces. Space before the brace is allowed, and so is a doubled backslash
 * (`\\boxed{5}`, as in escaped text). Only `\boxed` with braces counts: `\fbox{5}`, `\boxed 5` and `boxed{5}` do not.
 *
 * One pass over the response; the memory it needs grows with the number of boxes that are open at the same time.
 */
export const extract = (response: string): Option.Option<string> => {
  // Open boxes as pairs: where the content starts, and how many braces were open before it.
  let open = new Int32Array(64)
  let opened = 0
  let depth = 0
  let start = -1
  let end = -1
  const { length } = response
  for (let at = 0; at < length; at++) {
    const code = response.charCodeAt(at)
    if (code === backslash) {
      const doubled = response.charCodeAt(at + 1) === backslash
      const brace = boxBrace(response, doubled ? at + 1 : at)
      if (brace === -1) {
        at++
        continue
      }
      if (opened + 2 > open.length) {
        const larger = new Int32Array(open.length * 2)
        larger.set(open)
        open = larger
      }
      open[opened++] = brace + 1
      open[opened++] = depth++
      at = brace
    } else if (code === openBrace) {
      depth++
    } else if (code === closeBrace) {
      depth--
      if (opened > 0 && open[opened - 1] === depth) {
        start = open[opened - 2]!
        end = at
        opened -= 2
      }
    }
  }
  return start === -1 ? Option.none() : Option.some(response.slice(start, end))
}

/** Puts an answer in a box. */
export const box = (answer: string): string => `\\boxed{${answer}}`
