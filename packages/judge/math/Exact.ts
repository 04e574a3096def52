/** Exact values of expressions without variables, where they are fractions and not too large. */
import * as Rational from "@scaler/dsl/Rational"
import type { Term } from "./Term.ts"

/** Longest numerator or denominator, in bits. */
const maxBits = 40_000

/** Largest n of n! and of binomials. */
const maxFactorial = 1000n

const size = ({ denominator, numerator }: Rational.Rational): number =>
  Math.max(numerator.toString(16).length, denominator.toString(16).length) * 4

const bounded = (value: Rational.Rational): Rational.Rational | undefined =>
  size(value) <= maxBits ? value : undefined

const one = Rational.make(1)
const isWhole = ({ denominator }: Rational.Rational): boolean => denominator === 1n

const sum = (a: Rational.Rational, b: Rational.Rational): Rational.Rational =>
  Rational.make(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)

const product = (a: Rational.Rational, b: Rational.Rational): Rational.Rational =>
  Rational.make(a.numerator * b.numerator, a.denominator * b.denominator)

const negative = ({ denominator, numerator }: Rational.Rational): Rational.Rational => ({
  numerator: -numerator,
  denominator
})

const inverse = ({ denominator, numerator }: Rational.Rational): Rational.Rational | undefined =>
  numerator === 0n ? undefined : Rational.make(denominator, numerator)

const power = (base: Rational.Rational, exponent: Rational.Rational): Rational.Rational | undefined => {
  if (!isWhole(exponent)) return undefined
  const { numerator: times } = exponent
  const turned = times < 0n ? inverse(base) : base
  const count = times < 0n ? -times : times
  if (turned === undefined || count > maxBits || Number(count) * size(turned) > maxBits) return undefined
  return { numerator: turned.numerator ** count, denominator: turned.denominator ** count }
}

const falling = (n: bigint, count: bigint): bigint => {
  let result = 1n
  for (let step = 0n; step < count; step++) result *= n - step
  return result
}

const factorial = (value: Rational.Rational): Rational.Rational | undefined =>
  isWhole(value) && value.numerator >= 0n && value.numerator <= maxFactorial
    ? Rational.make(falling(value.numerator, value.numerator))
    : undefined

const binomial = (n: Rational.Rational, k: Rational.Rational): Rational.Rational | undefined => {
  if (!isWhole(n) || !isWhole(k) || n.numerator < 0n || n.numerator > maxFactorial) return undefined
  if (k.numerator < 0n || k.numerator > n.numerator) return Rational.make(0)
  return Rational.make(falling(n.numerator, k.numerator), falling(k.numerator, k.numerator))
}

const floor = ({ denominator, numerator }: Rational.Rational): Rational.Rational => {
  const quotient = numerator / denominator
  return Rational.make(numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient)
}

const less = (a: Rational.Rational, b: Rational.Rational): boolean =>
  a.numerator * b.denominator < b.numerator * a.denominator

/** Undefined where it is no fraction, not computed exactly, or too large. */
export const value = (term: Term): Rational.Rational | undefined => {
  if (term._tag === "Number") return bounded(term.value)
  if (term._tag !== "Call") return undefined
  const values: Array<Rational.Rational> = []
  for (const each of term.terms) {
    const known = value(each)
    if (known === undefined) return undefined
    values.push(known)
  }
  const [a = one, b = one] = values
  const fold = (combine: (a: Rational.Rational, b: Rational.Rational) => Rational.Rational) =>
    values.slice(1).reduce<Rational.Rational | undefined>(
      (before, each) => before && bounded(combine(before, each)),
      a
    )
  switch (term.head) {
    case "Add":
      return fold(sum)
    case "Multiply":
      return fold(product)
    case "Negate":
      return negative(a)
    case "Divide": {
      const turned = inverse(b)
      return turned && bounded(product(a, turned))
    }
    case "Power":
      return power(a, b)
    case "Factorial":
      return factorial(a)
    case "Binomial":
      return binomial(a, b)
    case "Abs":
      return a.numerator < 0n ? negative(a) : a
    case "Floor":
      return floor(a)
    case "Ceil":
      return negative(floor(negative(a)))
    case "Max":
      return values.reduce((before, each) => less(before, each) ? each : before)
    case "Min":
      return values.reduce((before, each) => less(each, before) ? each : before)
    default:
      return undefined
  }
}
