/** Expressions: numbers, symbols, and the functions that are computed. */
import * as Rational from "@scaler/dsl/Rational"
import { Either } from "effect"
import * as Numeral from "../Numeral.ts"
import { argsOf, type Node, ungrouped } from "./MathJson.ts"

export type Term =
  | { readonly _tag: "Number"; readonly value: Rational.Rational }
  | { readonly _tag: "Constant"; readonly name: "Pi" | "E" | "I" | "Infinity" }
  | { readonly _tag: "Symbol"; readonly name: string }
  | { readonly _tag: "Call"; readonly head: Head; readonly terms: ReadonlyArray<Term> }

/** Least and greatest number of arguments. */
const arities = {
  Add: [1, Infinity],
  Multiply: [1, Infinity],
  Max: [1, Infinity],
  Min: [1, Infinity],
  Divide: [2, 2],
  Power: [2, 2],
  Root: [2, 2],
  Binomial: [2, 2],
  Log: [1, 2],
  Negate: [1, 1],
  Sqrt: [1, 1],
  Abs: [1, 1],
  Exp: [1, 1],
  Ln: [1, 1],
  Factorial: [1, 1],
  Floor: [1, 1],
  Ceil: [1, 1],
  Degrees: [1, 1],
  Sin: [1, 1],
  Cos: [1, 1],
  Tan: [1, 1],
  Cot: [1, 1],
  Sec: [1, 1],
  Csc: [1, 1],
  Arcsin: [1, 1],
  Arccos: [1, 1],
  Arctan: [1, 1]
} as const satisfies Record<string, readonly [number, number]>

export type Head = keyof typeof arities

const isHead = (name: string): name is Head => Object.hasOwn(arities, name)

const call = (head: Head, ...terms: ReadonlyArray<Term>): Term => ({ _tag: "Call", head, terms })
const number = (value: Rational.Rational): Term => ({ _tag: "Number", value })

const constants: Readonly<Record<string, Term>> = {
  Pi: { _tag: "Constant", name: "Pi" },
  e: { _tag: "Constant", name: "E" },
  ExponentialE: { _tag: "Constant", name: "E" },
  i: { _tag: "Constant", name: "I" },
  ImaginaryUnit: { _tag: "Constant", name: "I" },
  PositiveInfinity: { _tag: "Constant", name: "Infinity" }
}

const constantOf = (name: string): Term | undefined =>
  Object.hasOwn(constants, name) ? constants[name] : undefined

/** Names of the parser for sets, truth values and dots. */
const noVariable = /Numbers$|Integers$|Set$|Infinity$|^True$|^False$|Placeholder$/

/** Whether a symbol of that name is a variable. */
export const isVariable = (name: string): boolean => constantOf(name) === undefined && !noVariable.test(name)

/** A decimal whose last digits, in parentheses, repeat: 0.1(6) is (16 − 1) / 90. */
const repeating = (text: string): Rational.Rational | undefined => {
  const [, minus, whole, first, period] = /^(-?)(\d+)\.(\d*)\((\d+)\)$/.exec(text) ?? []
  if (whole === undefined || first === undefined || period === undefined || text.length > 200) {
    return undefined
  }
  const numerator = BigInt(whole + first + period) - BigInt(whole + first)
  const denominator = (10n ** BigInt(period.length) - 1n) * 10n ** BigInt(first.length)
  return Rational.make(minus === "-" ? -numerator : numerator, denominator)
}

const literal = (text: string): Either.Either<Term, string> => {
  const repeated = repeating(text)
  if (repeated !== undefined) return Either.right(number(repeated))
  return Either.map(
    Either.flatMap(Numeral.parse(text), Numeral.toRational),
    ({ denominator, numerator }) => number(Rational.make(numerator, denominator))
  )
}

const isWhole = (node: Node | undefined): node is Node & { _tag: "Number" } =>
  node?._tag === "Number" && /^\d{1,100}$/.test(node.text)

/** Whether a whole number and what follows it are a mixed number: 1\frac{4}{5}, but not 1\frac{5}{4} or 1(4/5). */
const isMixed = ([whole, fraction, ...more]: ReadonlyArray<Node>): boolean => {
  const [above, below] = fraction === undefined ? [] : argsOf(fraction, "Divide") ?? []
  return more.length === 0 && isWhole(whole) && isWhole(above) && isWhole(below)
    && BigInt(above.text) > 0n && BigInt(above.text) < BigInt(below.text)
}

const product = (nodes: ReadonlyArray<Node>, plus: boolean): Either.Either<Term, string> =>
  Either.gen(function*() {
    const [first, ...rest] = nodes
    // -1\frac{4}{5} is parsed as (−1)·(4/5).
    const negated = first === undefined ? undefined : argsOf(first, "Negate")
    if (negated !== undefined) return call("Negate", yield* product([...negated, ...rest], plus))
    const terms = yield* Either.all(nodes.map((node) => ofNode(node, plus)))
    return call(isMixed(nodes) ? "Add" : "Multiply", ...terms)
  })

const plusMinus = (
  [first, second, ...more]: ReadonlyArray<Node>,
  sign: "Add" | "Negate",
  plus: boolean
): Either.Either<Term, string> => {
  if (first === undefined || second === undefined || more.length > 0) {
    return Either.left("± stands alone, or twice")
  }
  // The parser takes a sum after ± whole: a ± b + c is a ± (b + c) to it.
  const sum = argsOf(second, "Add", "Subtract")
  const [signed = second, ...rest] = sum ?? [second]
  return Either.gen(function*() {
    const term = yield* ofNode(signed, plus)
    const others = yield* Either.all(rest.map((node) => ofNode(node, plus)))
    const minus = argsOf(second, "Subtract") !== undefined
    return call(
      "Add",
      yield* ofNode(first, plus),
      sign === "Add" ? term : call("Negate", term),
      ...others.map((other) => minus ? call("Negate", other) : other)
    )
  })
}

/** An expression, with + for each ± and − for each ∓, or the other way; Left where something is not computed. */
export const ofNode = (grouped: Node, plus = true): Either.Either<Term, string> => {
  const node = ungrouped(grouped)
  switch (node._tag) {
    case "Number":
      return literal(node.text)
    case "Symbol":
      return isVariable(node.name)
        ? Either.right({ _tag: "Symbol", name: node.name })
        : Either.fromNullable(constantOf(node.name), () => `${node.name} is no number`)
    case "Text":
      return Either.left(`the text “${node.text}” is no expression`)
    case "Function": {
      const { args, head } = node
      switch (head) {
        case "InvisibleOperator":
          return product(args, plus)
        case "Measurement":
        case "PlusMinus":
          return plusMinus(args, plus ? "Add" : "Negate", plus)
        case "MinusPlus":
          return plusMinus(args, plus ? "Negate" : "Add", plus)
      }
      return Either.gen(function*() {
        const terms = yield* Either.all(args.map((arg) => ofNode(arg, plus)))
        const [first, second] = terms
        if (head === "Subtract" && first !== undefined && second !== undefined && terms.length === 2) {
          return call("Add", first, call("Negate", second))
        }
        if (head === "Lb" && first !== undefined) {
          return call("Log", first, number(Rational.make(2)))
        }
        // N(x + 1) and the like are products: a letter is a variable.
        if (/^[A-Za-z]$/.test(head) && first !== undefined && terms.length === 1) {
          return call("Multiply", { _tag: "Symbol", name: head }, first)
        }
        if (!isHead(head)) return yield* Either.left(`${head} is not computed`)
        const [least, most] = arities[head]
        if (terms.length < least || terms.length > most) {
          return yield* Either.left(`${head} has ${terms.length} arguments`)
        }
        return call(head, ...terms)
      })
    }
  }
}

/** Whether ± stands in it. */
export const isTwofold = (node: Node): boolean =>
  node._tag === "Function"
  && (["Measurement", "PlusMinus", "MinusPlus"].includes(node.head) || node.args.some(isTwofold))

/** Names of the variables. */
export const symbols = (term: Term): ReadonlySet<string> => {
  if (term._tag === "Symbol") return new Set([term.name])
  return term._tag === "Call" ? new Set(term.terms.flatMap((each) => [...symbols(each)])) : new Set()
}
