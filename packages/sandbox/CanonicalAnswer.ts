/** Whether JSON is an answer of a kind, in its canonical form. */
import type { AnswerJson, AnswerSpec } from "@scaler/dsl/AnswerSpec"

/** Most characters of a text, and digits of a number, in an answer. */
export const maxLength = 1_000_000

/** Most elements of a list. */
const maxElements = 1_000_000

const integerPattern = /^(?:0|-?[1-9]\d*)$/

const isCanonicalRational = (text: string): boolean => {
  const slash = text.indexOf("/")
  if (slash === -1) return integerPattern.test(text)
  const [top, bottom] = [text.slice(0, slash), text.slice(slash + 1)]
  if (!integerPattern.test(top) || !/^[1-9]\d*$/.test(bottom) || bottom === "1") return false
  let [a, b] = [BigInt(top), BigInt(bottom)]
  if (a < 0n) a = -a
  while (b !== 0n) [a, b] = [b, a % b]
  return a === 1n
}

/** Longest fraction whose lowest terms are checked, since that takes quadratic time. */
const maxRationalLength = 20_000

const isText = (value: unknown, longest = maxLength): value is string =>
  typeof value === "string" && value.length <= longest

/** Whether `value` is an answer of this kind in the form that `AnswerJson` gives. */
export const isCanonical = (spec: AnswerSpec, value: unknown): value is AnswerJson => {
  switch (spec.kind) {
    case "integer":
      return Number.isSafeInteger(value) && !Object.is(value, -0)
    case "bigint":
      return isText(value) && integerPattern.test(value)
    case "rational":
      return isText(value, maxRationalLength) && isCanonicalRational(value)
    case "decimal":
      return Number.isFinite(value) && !Object.is(value, -0)
    case "boolean":
      return typeof value === "boolean"
    case "choice":
      return typeof value === "string" && spec.options.includes(value)
    case "string":
      return isText(value)
    case "array":
      return Array.isArray(value) && value.length <= maxElements &&
        value.every((element) => isCanonical(spec.element, element))
  }
}
