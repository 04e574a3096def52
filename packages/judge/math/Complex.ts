/** Complex numbers of many digits: principal values, on decimal.js. What is not defined is not finite. */
import { Decimal as Base } from "decimal.js"

/** Digits that are computed with. */
export const digits = 120

/** Arithmetic of our own, so that no other user of the library changes its precision. */
export const Decimal = Base.clone({ precision: digits, defaults: true, maxE: 100_000, minE: -100_000 })
export type Decimal = Base

export interface Complex {
  readonly re: Decimal
  readonly im: Decimal
}

const zero = new Decimal(0)
const one = new Decimal(1)
export const pi = Decimal.acos(-1)

export const real = (value: Base.Value): Complex => ({ re: new Decimal(value), im: zero })
export const i: Complex = { re: zero, im: one }
export const undefinedValue: Complex = real(Number.NaN)

export const isReal = ({ im }: Complex): boolean => im.isZero()
export const isFinite = ({ im, re }: Complex): boolean => re.isFinite() && im.isFinite()
const isZero = ({ im, re }: Complex): boolean => re.isZero() && im.isZero()

export const negate = ({ im, re }: Complex): Complex => ({ re: re.neg(), im: im.neg() })
export const add = (a: Complex, b: Complex): Complex => ({ re: a.re.plus(b.re), im: a.im.plus(b.im) })
export const subtract = (a: Complex, b: Complex): Complex => add(a, negate(b))
export const multiply = (a: Complex, b: Complex): Complex =>
  isReal(a) && isReal(b)
    ? { re: a.re.times(b.re), im: zero }
    : {
      re: a.re.times(b.re).minus(a.im.times(b.im)),
      im: a.re.times(b.im).plus(a.im.times(b.re))
    }

export const divide = (a: Complex, b: Complex): Complex => {
  if (isZero(b)) return undefinedValue
  if (isReal(a) && isReal(b)) return { re: a.re.div(b.re), im: zero }
  const square = b.re.times(b.re).plus(b.im.times(b.im))
  const { im, re } = multiply(a, { re: b.re, im: b.im.neg() })
  return { re: re.div(square), im: im.div(square) }
}

export const abs = ({ im, re }: Complex): Decimal => im.isZero() ? re.abs() : Decimal.hypot(re, im)

/**
 * Larger angles have no value here. decimal.js throws where it would need more digits of π than it has, and computes with
 * ever more digits from then on.
 */
const largestAngle = new Decimal("1e15")

const isAngle = (value: Decimal): boolean => value.abs().lte(largestAngle)

export const exp = ({ im, re }: Complex): Complex => {
  if (!isAngle(im)) return undefinedValue
  const size = re.exp()
  return im.isZero() ? { re: size, im } : { re: size.times(im.cos()), im: size.times(im.sin()) }
}

export const ln = (a: Complex): Complex =>
  isZero(a)
    ? undefinedValue
    : { re: abs(a).ln(), im: isReal(a) && a.re.isPos() ? zero : Decimal.atan2(a.im, a.re) }

export const sqrt = (a: Complex): Complex => {
  if (isReal(a)) return a.re.isNeg() ? { re: zero, im: a.re.neg().sqrt() } : { re: a.re.sqrt(), im: zero }
  const re = abs(a).plus(a.re).div(2).sqrt()
  const im = abs(a).minus(a.re).div(2).sqrt()
  return { re, im: a.im.isNeg() ? im.neg() : im }
}

/** Whole powers by squaring; `exponent` is not negative. */
const whole = (base: Complex, exponent: number): Complex => {
  let result = real(1)
  let square = base
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiply(result, square)
    if (rest > 1) square = multiply(square, square)
  }
  return result
}

export const power = (base: Complex, exponent: Complex): Complex => {
  if (isReal(exponent) && exponent.re.isInteger() && exponent.re.abs().lt(2 ** 31)) {
    const times = exponent.re.toNumber()
    return times >= 0 ? whole(base, times) : divide(real(1), whole(base, -times))
  }
  if (isReal(exponent) && exponent.re.eq(0.5)) return sqrt(base)
  if (isZero(base)) return isReal(exponent) && exponent.re.gt(0) ? real(0) : undefinedValue
  return exp(multiply(exponent, ln(base)))
}

/** The root that is real, where there is one; else the principal one. */
export const root = (a: Complex, degree: Complex): Complex => {
  if (isReal(a) && isReal(degree) && degree.re.isInteger() && !degree.re.isZero()) {
    const odd = !degree.re.mod(2).isZero()
    if (odd && a.re.isNeg()) return negate(root(negate(a), degree))
    if (degree.re.eq(3)) return { re: a.re.cbrt(), im: zero }
  }
  return power(a, divide(real(1), degree))
}

/** (e^{iz} − e^{−iz}) / 2i and (e^{iz} + e^{−iz}) / 2 off the real line. */
export const sin = (a: Complex): Complex => {
  if (isReal(a)) return isAngle(a.re) ? { re: a.re.sin(), im: zero } : undefinedValue
  const turn = multiply(i, a)
  return divide(subtract(exp(turn), exp(negate(turn))), { re: zero, im: new Decimal(2) })
}

export const cos = (a: Complex): Complex => {
  if (isReal(a)) return isAngle(a.re) ? { re: a.re.cos(), im: zero } : undefinedValue
  const turn = multiply(i, a)
  return divide(add(exp(turn), exp(negate(turn))), real(2))
}

/** A real function; undefined off the real line. */
export const onReals = (evaluate: (value: Decimal) => Decimal) => (a: Complex): Complex =>
  isReal(a) ? { re: evaluate(a.re), im: zero } : undefinedValue
