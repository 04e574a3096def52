/** Whether two expressions are equal: exactly where they are fractions, else by their values to many digits. */
import * as Random from "@scaler/dsl/Random"
import * as Complex from "./Complex.ts"
import { Decimal } from "./Complex.ts"
import * as Exact from "./Exact.ts"
import * as Numeric from "./Numeric.ts"
import { symbols, type Term } from "./Term.ts"

/** Points at which expressions with variables are compared, and at how many both must have a value. */
const points = 8
const needed = 4

/** Values of expressions at a point are the same up to this, relative to what is larger than 1. */
const tolerance = new Decimal("1e-70")

/** Numbers beyond this are not told apart to as many digits, and are never equal. */
const largest = new Decimal("1e40")

const same = (a: Complex.Complex, b: Complex.Complex): boolean => {
  if (Complex.isFinite(a) && Complex.isFinite(b)) {
    const scale = Decimal.max(1, Complex.abs(a))
    return Complex.abs(Complex.subtract(a, b)).lt(tolerance.times(scale))
  }
  return Complex.isReal(a) && Complex.isReal(b) && a.re.eq(b.re)
}

const sameNumber = (a: Complex.Complex, b: Complex.Complex): boolean =>
  same(a, b) && (!Complex.isFinite(a) || Complex.abs(a).lt(largest))

const isOfWhole = (term: Term): boolean =>
  term._tag === "Call"
  && (term.head === "Factorial" || term.head === "Binomial" || term.terms.some(isOfWhole))

/** Values for variables: fractions of either sign, some of them large; whole numbers where a function needs them. */
const drawPoint = (names: Iterable<string>, index: number, whole: boolean): Numeric.Point =>
  new Map(
    [...names].map((name) => {
      const random = Random.fromCoordinates("math judge", name, index)
      const spread = index % 4 === 3 ? 400 : 4
      return [
        name,
        Complex.real(
          whole
            ? 2 + random.below(40)
            : new Decimal(random.below(2_000_003) - 1_000_001).div(1_000_003).times(spread)
        )
      ] as const
    })
  )

/** Most roots, powers and other functions in an expression that is computed; answers have some ten at most. */
const maxFunctions = 60

const arithmetic = new Set<string>(["Add", "Multiply", "Negate", "Divide"])

const functions = (term: Term): number =>
  term._tag === "Call"
    ? term.terms.reduce((count, each) => count + functions(each), arithmetic.has(term.head) ? 0 : 1)
    : 0

/** Not exact for irrational numbers: those that differ by less than 10⁻⁷⁰ are taken for equal. */
export const equal = (a: Term, b: Term): boolean => {
  const exactA = Exact.value(a)
  const exactB = Exact.value(b)
  if (exactA !== undefined && exactB !== undefined) {
    return exactA.numerator === exactB.numerator && exactA.denominator === exactB.denominator
  }
  if (Math.max(functions(a), functions(b)) > maxFunctions) return false
  const names = new Set([...symbols(a), ...symbols(b)])
  if (names.size === 0) return sameNumber(Numeric.value(a, new Map()), Numeric.value(b, new Map()))
  const whole = isOfWhole(a) || isOfWhole(b)
  let compared = 0
  for (let index = 0; index < points; index++) {
    const point = drawPoint(names, index, whole)
    const left = Numeric.value(a, point)
    const right = Numeric.value(b, point)
    if (Complex.isFinite(left) || Complex.isFinite(right)) {
      if (!same(left, right)) return false
      compared++
    }
  }
  return compared >= needed
}

/** Whether `a` is `b` times the same number other than zero, at every point. */
export const proportional = (a: Term, b: Term): boolean => {
  if (Math.max(functions(a), functions(b)) > maxFunctions) return false
  const quotient: Term = { _tag: "Call", head: "Divide", terms: [a, b] }
  const names = new Set([...symbols(a), ...symbols(b)])
  const factor = Numeric.value(quotient, drawPoint(names, points, false))
  if (!Complex.isFinite(factor) || Complex.abs(factor).lt(tolerance)) return false
  for (let index = 0; index < points; index++) {
    const point = drawPoint(names, index, false)
    const left = Numeric.value(a, point)
    const right = Complex.multiply(factor, Numeric.value(b, point))
    if (!Complex.isFinite(left) || !same(left, right)) return false
  }
  return true
}
