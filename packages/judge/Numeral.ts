/** Numbers as people write them, read exactly. Nothing is evaluated: `2+3`, `2^{10}`, `5!` and `50%` are no numerals. */
import * as Rational from "@scaler/dsl/Rational"
import { Either } from "effect"
import { excerpt } from "./Excerpt.ts"

/** ± digits · 10^(−scale); `digits` has no leading zeros, and is "0" for zero, which is never negative. */
export interface Decimal {
  readonly _tag: "Decimal"
  readonly negative: boolean
  readonly digits: string
  readonly scale: number
}

/** A fraction as it was written, not in lowest terms; the denominator is positive. */
export interface Fraction extends Rational.Rational {
  readonly _tag: "Fraction"
}

export type Numeral = Decimal | Fraction

/** Longest number with which arithmetic is done, in digits. Whole numbers are compared as digits and have no limit. */
export const maxDigits = 10_000

/** Largest power of ten, either way, in scientific notation. */
export const maxExponent = 400

const sign = String.raw`([+-]?)\s*`
const integerPart = String.raw`[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+`
const magnitude = String.raw`((?:${integerPart})(?:\.[0-9]*)?|\.[0-9]+)`
const power = String
  .raw`\s*(?:\\times|\\cdot|\u00d7|\u00b7)\s*10\s*\^\s*(?:\{\s*([+-]?[0-9]{1,5})\s*\}|([0-9]))`
const signed = sign + magnitude
const argument = String.raw`\s*(?:\{\s*${signed}\s*\}|([0-9]))`

const decimalForm = new RegExp(`^${signed}(?:[eE]([+-]?[0-9]{1,5})|${power})?$`)
const slashForm = new RegExp(`^${signed}\\s*/\\s*${signed}$`)
const fractionForm = new RegExp(`^${sign}(${integerPart})?\\s*\\\\[dtc]?frac${argument}${argument}$`)

const decimal = (minus: boolean, written: string, exponent: number): Decimal => {
  const [whole = "", part = ""] = written.replaceAll(",", "").split(".")
  const digits = (whole + part).replace(/^0+(?=[0-9])/, "")
  return digits === "0"
    ? { _tag: "Decimal", negative: false, digits, scale: 0 }
    : { _tag: "Decimal", negative: minus, digits, scale: part.length - exponent }
}

/** What the number is as a fraction; Left where it has more than `maxDigits` digits. */
export const toRational = (numeral: Numeral): Either.Either<Rational.Rational, string> => {
  if (numeral._tag === "Fraction") return Either.right(numeral)
  const { digits, negative, scale } = numeral
  if (digits.length > maxDigits || scale > maxDigits) {
    return Either.left(`a number of more than ${maxDigits} digits is not read`)
  }
  const value = BigInt(digits) * 10n ** BigInt(Math.max(0, -scale))
  return Either.right({
    numerator: negative ? -value : value,
    denominator: 10n ** BigInt(Math.max(0, scale))
  })
}

const quotient = (
  minus: boolean,
  whole: string | undefined,
  above: Decimal,
  below: Decimal
): Either.Either<Numeral, string> =>
  Either.gen(function*() {
    const top = yield* toRational(above)
    const bottom = yield* toRational(below)
    if (bottom.numerator === 0n) return yield* Either.left("a denominator is zero")
    let numerator = top.numerator * bottom.denominator
    let denominator = bottom.numerator * top.denominator
    if (denominator < 0n) [numerator, denominator] = [-numerator, -denominator]
    if (whole !== undefined) {
      const { numerator: ones } = yield* toRational(decimal(false, whole, 0))
      // 1\frac{1}{2} is one and a half; 1\frac{3}{2} and 1\frac{-1}{2} could as well be products.
      if (numerator <= 0n || numerator >= denominator) {
        return yield* Either.left("a mixed number is ambiguous")
      }
      numerator += ones * denominator
    }
    return { _tag: "Fraction", numerator: minus ? -numerator : numerator, denominator } as const
  })

/** Minus signs to hyphens, the ways to group digits to commas, spaces of LaTeX to spaces. */
const tidy = (text: string): string => {
  const tidied = text
    .replace(/[\u2212\u2013\uFE63\uFF0D]/g, "-")
    .replace(/\\!/g, "")
    .replace(/\{,\}/g, ",")
    .replace(/(?<=[0-9])(?:\\,|[\u2009\u202F])(?=[0-9]{3})/g, ",")
    .replace(/\\[,;: ]|~/g, " ")
    .replace(/\\(?:left|right)\s*(?=[()])/g, "")
    .trim()
  return /^\([^()]*\)$/.test(tidied) ? tidied.slice(1, -1).trim() : tidied
}

/**
 * Reads one number, around which nothing else stands:
 * - `12`, `+12`, `-12`, `−12`, `007`, `(12)`; thousands as `1,000`, `1{,}000`, `1\,000`, in groups of three;
 * - `0.5`, `.5`, `5.`; `1.5e-3`, `1.5 \times 10^{-3}`;
 * - `1/2`, `\frac{1}{2}`, `\dfrac`, `\tfrac`, `\cfrac`, `\frac12`, `\frac{0.5}{2}`, with a sign before, above or below;
 *   `1\frac{1}{2}`.
 */
export const parse = (text: string): Either.Either<Numeral, string> => {
  const tidied = tidy(text)
  const plain = decimalForm.exec(tidied)
  if (plain !== null) {
    const exponent = Number(plain[3] ?? plain[4] ?? plain[5] ?? "0")
    return Math.abs(exponent) > maxExponent
      ? Either.left(`a power of ten beyond ±${maxExponent} is not read`)
      : Either.right(decimal(plain[1] === "-", plain[2]!, exponent))
  }
  const slash = slashForm.exec(tidied)
  if (slash !== null) {
    const [, minus, above, minusBelow, below] = slash
    return quotient(
      minus === "-",
      undefined,
      decimal(false, above!, 0),
      decimal(minusBelow === "-", below!, 0)
    )
  }
  const fraction = fractionForm.exec(tidied)
  if (fraction !== null) {
    const [, minus, whole, minusAbove, above, digitAbove, minusBelow, below, digitBelow] = fraction
    return quotient(
      minus === "-",
      whole,
      decimal(minusAbove === "-", above ?? digitAbove!, 0),
      decimal(minusBelow === "-", below ?? digitBelow!, 0)
    )
  }
  return Either.left(`${excerpt(text)} is not a number`)
}

/** Whether two texts are the same number, as fractions; undefined where one of them is none, or cannot be one. */
export const equal = (a: string, b: string): boolean | undefined => {
  const values = Either.all([a, b].map((text) => Either.flatMap(parse(text), toRational)))
  if (Either.isLeft(values)) return undefined
  const [left, right] = values.right
  return left!.numerator * right!.denominator === right!.numerator * left!.denominator
}

/**
 * The number as ± digits where it is whole, of any size; undefined where it is not. `5.0` is whole; a fraction is not
 * divided, so `4/2` is not.
 */
export const wholeDigits = (numeral: Numeral): string | undefined => {
  if (numeral._tag === "Fraction") return undefined
  const { digits, negative, scale } = numeral
  const minus = negative ? "-" : ""
  if (scale <= 0) return digits === "0" ? "0" : minus + digits + "0".repeat(-scale)
  if (digits.length <= scale || /[^0]/.test(digits.slice(-scale))) return undefined
  return minus + digits.slice(0, -scale)
}

const significant = 40

/** The double nearest to a fraction; infinite where it is too large. */
export const toDouble = ({ denominator, numerator }: Rational.Rational): number => {
  const shift = Math.max(0, significant - `${numerator}`.length + `${denominator}`.length)
  return Number(`${numerator * 10n ** BigInt(shift) / denominator}e-${shift}`)
}
