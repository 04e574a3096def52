/** Responses that try to make a judge slow or large. */

/** Characters of a hostile response. */
export const size = 10_000_000

const repeat = (unit: string, length: number = size): string =>
  Buffer.alloc(Math.floor(length / unit.length) * unit.length, unit).toString("latin1")

const inBox = (content: string): string => Buffer.from(`\\boxed{${content}}`, "latin1").toString("latin1")

/** Just below the longest final answer that is read, so that all of the reading is done. */
const readable = 49_000

const half = size / 2

/** By name, functions that make responses of `size` characters: what finding the answer has to bear. */
export const long: Readonly<Record<string, () => string>> = {
  "opening braces": () => repeat("{"),
  "closing braces": () => repeat("}"),
  "pairs of braces": () => repeat("{}"),
  "backslashes": () => repeat("\\"),
  "boxes that never close": () => repeat("\\boxed{"),
  "empty boxes": () => repeat("\\boxed{}"),
  "nested boxes": () => repeat("\\boxed{", 8_750_000) + repeat("}", 1_250_000),
  "boxes and white space": () => repeat("\\boxed          "),
  "one box of digits": () => inBox(repeat("7")),
  "one box of nested braces": () => inBox(repeat("{", half) + repeat("}", half)),
  "characters outside Latin": () => "−".repeat(half) + "\\boxed{{" + "−".repeat(half)
}

/** By name, the longest boxes that are read: what reading them as an answer has to bear. */
export const dense: Readonly<Record<string, () => string>> = {
  "digits": () => inBox(repeat("7", readable)),
  "nested groups": () => inBox(repeat("{", readable / 2) + "5" + repeat("}", readable / 2)),
  "nested lists": () => inBox(repeat("[", readable / 2) + repeat("]", readable / 2)),
  "nested styles": () => inBox(repeat("\\text{", 42_000) + repeat("}", 7_000)),
  "list of ones": () => inBox("[" + repeat("1,", readable) + "1]"),
  "list of powers": () => inBox("[" + repeat("1e399,", readable) + "1]"),
  "list of long fractions": () =>
    inBox("[" + repeat("7".repeat(9_000) + "/" + "3".repeat(9_000) + ",", 40_000) + "1]"),
  "quotation marks": () => inBox("[" + repeat("\",", readable) + "]"),
  "dollar signs": () => inBox(repeat("$", readable)),
  "white space": () => inBox("1" + repeat(" ", readable) + "1"),
  "signs": () => inBox(repeat("-", readable)),
  "thousands": () => inBox("1" + repeat(",000", readable) + "0"),
  "decimals": () => inBox("0." + repeat("0", readable) + "1"),
  "fractions": () => inBox(repeat("\\frac", readable)),
  "commands": () => inBox(repeat("\\left", readable)),
  "thin spaces": () => inBox("1" + repeat("\\,", readable) + "1")
}
