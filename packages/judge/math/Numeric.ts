/** Values of expressions at a point, with many digits. */
import type * as Rational from "@scaler/dsl/Rational"
import * as Complex from "./Complex.ts"
import { Decimal } from "./Complex.ts"
import * as Exact from "./Exact.ts"
import type { Head, Term } from "./Term.ts"

/** Values of the variables. */
export type Point = ReadonlyMap<string, Complex.Complex>

const ofRational = ({ denominator, numerator }: Rational.Rational): Complex.Complex =>
  Complex.real(new Decimal(String(numerator)).div(String(denominator)))

const constants = {
  Pi: Complex.real(Complex.pi),
  E: Complex.real(Decimal.exp(1)),
  I: Complex.i,
  Infinity: Complex.real(Infinity)
}

const reciprocal = (value: Complex.Complex) => Complex.divide(Complex.real(1), value)
const { onReals } = Complex
const cos = Complex.cos
const sin = Complex.sin

const unary: Readonly<Partial<Record<Head, (value: Complex.Complex) => Complex.Complex>>> = {
  Negate: Complex.negate,
  Sqrt: Complex.sqrt,
  Abs: (value) => Complex.real(Complex.abs(value)),
  Exp: Complex.exp,
  Ln: Complex.ln,
  Floor: onReals((value) => value.floor()),
  Ceil: onReals((value) => value.ceil()),
  Degrees: (value) => Complex.multiply(value, Complex.real(Complex.pi.div(180))),
  Sin: sin,
  Cos: cos,
  Tan: (value) => Complex.divide(sin(value), cos(value)),
  Cot: (value) => Complex.divide(cos(value), sin(value)),
  Sec: (value) => reciprocal(cos(value)),
  Csc: (value) => reciprocal(sin(value)),
  Arcsin: onReals((value) => value.asin()),
  Arccos: onReals((value) => value.acos()),
  Arctan: onReals((value) => value.atan())
}

const binary: Readonly<
  Partial<Record<Head, (a: Complex.Complex, b: Complex.Complex) => Complex.Complex>>
> = {
  Add: Complex.add,
  Multiply: Complex.multiply,
  Divide: Complex.divide,
  Power: Complex.power,
  Root: Complex.root,
  Log: (value, base) => Complex.divide(Complex.ln(value), Complex.ln(base)),
  Max: (a, b) => Complex.isReal(a) && Complex.isReal(b) ? a.re.lt(b.re) ? b : a : Complex.undefinedValue,
  Min: (a, b) => Complex.isReal(a) && Complex.isReal(b) ? b.re.lt(a.re) ? b : a : Complex.undefinedValue
}

/** Functions of whole numbers, which Exact computes. */
const ofWhole = (head: Head, values: ReadonlyArray<Complex.Complex>): Complex.Complex => {
  const terms: Array<Term> = []
  for (const value of values) {
    if (!Complex.isReal(value) || !value.re.isInteger() || value.re.abs().gt(1e6)) {
      return Complex.undefinedValue
    }
    terms.push({
      _tag: "Number",
      value: { numerator: BigInt(value.re.toFixed(0)), denominator: 1n }
    })
  }
  const exact = Exact.value({ _tag: "Call", head, terms })
  return exact === undefined ? Complex.undefinedValue : ofRational(exact)
}

/** Not finite where it is not defined, or larger than can be computed. */
export const value = (term: Term, point: Point): Complex.Complex => {
  switch (term._tag) {
    case "Number":
      return ofRational(term.value)
    case "Constant":
      return constants[term.name]
    case "Symbol":
      return point.get(term.name) ?? Complex.undefinedValue
    case "Call": {
      const { head } = term
      const values = term.terms.map((each) => value(each, point))
      const [first = Complex.undefinedValue, ...rest] = values
      if (head === "Factorial" || head === "Binomial") return ofWhole(head, values)
      if (head === "Log" && rest.length === 0) {
        return Complex.divide(Complex.ln(first), Complex.ln(Complex.real(10)))
      }
      const one = unary[head]
      if (one !== undefined) return one(first)
      const two = binary[head]
      return two === undefined ? Complex.undefinedValue : rest.reduce(two, first)
    }
  }
}
