/** What an answer is, as far as its comparison with another depends on it. */
import { Either } from "effect"
import { argsOf, type Node, parse, ungrouped } from "./MathJson.ts"
import * as Source from "./Source.ts"
import * as Term from "./Term.ts"
import * as Unit from "./Unit.ts"

export type Answer =
  | { readonly _tag: "Scalar"; readonly term: Term.Term }
  /** Digits in the positional system of that base, 2 to 36. */
  | { readonly _tag: "Based"; readonly digits: string; readonly base: number }
  /** Several answers, or a set: unordered. */
  | { readonly _tag: "Bag"; readonly items: ReadonlyArray<Answer> }
  /** A tuple, a list or an interval: ordered, and the brackets matter. */
  | {
    readonly _tag: "Tuple"
    readonly open: string
    readonly close: string
    readonly items: ReadonlyArray<Answer>
  }
  | { readonly _tag: "Union"; readonly parts: ReadonlyArray<Answer> }
  | { readonly _tag: "Matrix"; readonly rows: ReadonlyArray<ReadonlyArray<Answer>> }
  /** `x = 5`, `x \in [0, 1]`, `0 \le x \le 1`; `zero` is the difference of the sides of an equation. */
  | {
    readonly _tag: "Named"
    readonly name: string
    readonly answer: Answer
    readonly zero: Term.Term | undefined
  }
  /** `x = 2 + 3 = 5`: each is the answer. */
  | { readonly _tag: "Chain"; readonly answers: ReadonlyArray<Answer> }
  | { readonly _tag: "Equation"; readonly zero: Term.Term }
  /** Read, and not understood: equal to what is written alike. */
  | { readonly _tag: "Opaque"; readonly json: string }

export interface Reading {
  readonly answer: Answer
  readonly unit: string | undefined
}

const comparisons: Readonly<Record<string, { readonly open: boolean; readonly rising: boolean }>> = {
  Less: { open: true, rising: true },
  LessEqual: { open: false, rising: true },
  Greater: { open: true, rising: false },
  GreaterEqual: { open: false, rising: false }
}

const keyOf = (node: Node): string => JSON.stringify(node)

const isLetter = (node: Node): boolean =>
  node._tag === "Symbol" && /^[A-Za-z](?:_\w+)?$|^[a-z]{2,}$/i.test(node.name) && !["e", "i", "Pi"].includes(node.name)

const geometric = new Set(["Angle", "Triangle", "Overline", "OverVector", "Prime", "Subscript"])

/** Whether it can stand for the answer on one side of an equation: x, f(x), P(A), AB, \angle A, (x, y), words. */
const isName = (node: Node): boolean => {
  if (node._tag === "Text" || isLetter(node)) return true
  if (node._tag !== "Function") return false
  const { args, head } = node
  if (geometric.has(head)) return true
  if (/^[A-Za-z]$/.test(head)) return args.every(isLetter)
  const sequence = head === "Delimiter" && args[0] !== undefined ? argsOf(args[0], "Sequence") : undefined
  if (sequence !== undefined) return sequence.every(isLetter)
  if (head !== "InvisibleOperator") return false
  const [first, second] = args
  const inside = second === undefined ? undefined : argsOf(second, "Delimiter")
  if (args.length === 2 && first !== undefined && isLetter(first) && inside !== undefined) return true
  return args.every((arg) => arg._tag === "Symbol" && /^[A-Z]$/.test(arg.name))
}

const scalar = (node: Node): Answer => {
  const readings = (Term.isTwofold(node) ? [true, false] : [true]).map((plus) => Term.ofNode(node, plus))
  const answers = readings.map((term): Answer =>
    Either.isRight(term) ? { _tag: "Scalar", term: term.right } : { _tag: "Opaque", json: keyOf(node) }
  )
  return answers.length === 1 ? answers[0]! : { _tag: "Bag", items: answers }
}

const difference = (left: Node, right: Node): Term.Term | undefined => {
  const terms = Either.all([Term.ofNode(left), Term.ofNode(right)])
  if (Either.isLeft(terms)) return undefined
  const [a, b] = terms.right
  return { _tag: "Call", head: "Add", terms: [a, { _tag: "Call", head: "Negate", terms: [b] }] }
}

/** The parser nests `a = b = c` to the right. */
const sidesOf = (node: Node): ReadonlyArray<Node> => argsOf(node, "Equal")?.flatMap(sidesOf) ?? [node]

const equation = (node: Node): Answer => {
  const sides = sidesOf(node)
  const [first, ...rest] = sides
  const last = sides.at(-1)
  if (first === undefined || last === undefined || rest.length === 0) return { _tag: "Opaque", json: keyOf(node) }
  if (isName(first)) {
    const answers = rest.map(ofNode)
    return {
      _tag: "Named",
      name: keyOf(first),
      answer: answers.length === 1 ? answers[0]! : { _tag: "Chain", answers },
      zero: difference(first, last)
    }
  }
  if (rest.length === 1 && isName(last)) {
    return { _tag: "Named", name: keyOf(last), answer: ofNode(first), zero: difference(first, last) }
  }
  const zero = rest.length === 1 ? difference(first, last) : undefined
  return zero === undefined
    ? { _tag: "Chain", answers: sides.map(ofNode) }
    : { _tag: "Equation", zero }
}

const infinity = (sign: 1 | -1): Answer => {
  const term: Term.Term = { _tag: "Constant", name: "Infinity" }
  return { _tag: "Scalar", term: sign === 1 ? term : { _tag: "Call", head: "Negate", terms: [term] } }
}

/** `a < x \le b` as an interval with a name. */
const inequality = (node: Node): Answer => {
  const opaque: Answer = { _tag: "Opaque", json: keyOf(node) }
  const steps: Array<{ readonly head: string; readonly right: Node }> = []
  const walk = (each: Node): Node => {
    if (each._tag !== "Function" || !(each.head in comparisons)) return each
    const [first, ...rest] = each.args
    if (first === undefined) return each
    const left = walk(first)
    for (const right of rest) steps.push({ head: each.head, right })
    return left
  }
  const start = walk(node)
  const rising = steps.every(({ head }) => comparisons[head]!.rising)
  if (steps.length > 2 || (!rising && steps.some(({ head }) => comparisons[head]!.rising))) return opaque
  const chain = [start, ...steps.map(({ right }) => right)]
  const marks = steps.map(({ head }) => comparisons[head]!.open)
  if (!rising) {
    chain.reverse()
    marks.reverse()
  }
  const at = chain.findIndex(isLetter)
  if (at === -1 || (chain.length === 3 && at !== 1)) return opaque
  const below = chain[at - 1]
  const above = chain[at + 1]
  return {
    _tag: "Named",
    name: keyOf(chain[at]!),
    zero: undefined,
    answer: {
      _tag: "Tuple",
      open: below === undefined || marks[at - 1] === true ? "(" : "[",
      close: above === undefined || marks[at] === true ? ")" : "]",
      items: [
        below === undefined ? infinity(-1) : ofNode(below),
        above === undefined ? infinity(1) : ofNode(above)
      ]
    }
  }
}

/** What is several answers without being a set of its own. */
const severalHeads = ["Or", "And"]

/** Elements of a set or of several answers: one with ± is two, and so is `x = 1 \pm \sqrt{2}`. */
const elements = (nodes: ReadonlyArray<Node>): ReadonlyArray<Answer> =>
  nodes.flatMap((node) => {
    const answer = ofNode(node)
    const isSeveral = Term.isTwofold(node) || argsOf(node, ...severalHeads) !== undefined
    if (!isSeveral || argsOf(node, "Set") !== undefined) return [answer]
    if (answer._tag === "Bag") return answer.items
    return answer._tag === "Named" && answer.answer._tag === "Bag"
      ? answer.answer.items.map((each) => ({ ...answer, answer: each }))
      : [answer]
  })

const bound = (node: Node): { readonly answer: Answer; readonly open: boolean } => {
  const inside = argsOf(node, "Open")?.[0]
  return { answer: ofNode(inside ?? node), open: inside !== undefined }
}

const sequence = (args: ReadonlyArray<Node>): Answer | undefined => {
  const items = args[0] === undefined ? undefined : argsOf(args[0], "Sequence")
  const mark = args[1]?._tag === "Text" ? args[1].text : ""
  if (items === undefined) return undefined
  return mark.startsWith("(")
    ? { _tag: "Tuple", open: "(", close: ")", items: items.map(ofNode) }
    : { _tag: "Bag", items: elements(items) }
}

const ofNode = (grouped: Node): Answer => {
  const node = ungrouped(grouped)
  if (node._tag === "Symbol" && node.name === "EmptySet") return { _tag: "Bag", items: [] }
  if (node._tag !== "Function") return scalar(node)
  const { args, head } = node
  switch (head) {
    case "Delimiter":
      return sequence(args) ?? { _tag: "Opaque", json: keyOf(node) }
    case "Set":
    case "Or":
    case "And":
      return { _tag: "Bag", items: elements(args) }
    case "List":
      return { _tag: "Tuple", open: "[", close: "]", items: args.map(ofNode) }
    case "AngleBracket":
      return { _tag: "Tuple", open: "<", close: ">", items: args.map(ofNode) }
    case "Interval": {
      const [from, to] = args.map(bound)
      if (from === undefined || to === undefined) return { _tag: "Opaque", json: keyOf(node) }
      return {
        _tag: "Tuple",
        open: from.open ? "(" : "[",
        close: to.open ? ")" : "]",
        items: [from.answer, to.answer]
      }
    }
    case "Union":
      return { _tag: "Union", parts: args.map(ofNode) }
    case "Matrix": {
      const rows = args[0] === undefined ? undefined : argsOf(args[0], "List")
      return rows === undefined
        ? { _tag: "Opaque", json: keyOf(node) }
        : { _tag: "Matrix", rows: rows.map((row) => (argsOf(row, "List") ?? [row]).map(ofNode)) }
    }
    case "Element": {
      const [name, set] = args
      if (name === undefined || set === undefined) return { _tag: "Opaque", json: keyOf(node) }
      return { _tag: "Named", name: keyOf(name), answer: ofNode(set), zero: undefined }
    }
    case "Equal":
      return equation(node)
    default:
      return head in comparisons ? inequality(node) : scalar(node)
  }
}

const basedForm = /^\(?\s*([0-9A-Z]+)\s*\)?\s*_\s*(?:\{\s*(?:\\text\s*\{\s*)?(\d+)\s*\}?\s*\}|(\d+))$/

/** Left where it is broken, or is read in more than one way; `isList` where commas are known to separate. */
export const read = (latex: string, isList: boolean): Either.Either<Reading, string> =>
  Either.gen(function*() {
    const { latex: number, unit } = Unit.split(latex)
    const tidied = yield* Source.tidy(number, isList)
    const [, digits, braced, plain] = basedForm.exec(tidied) ?? []
    if (digits !== undefined && /^\d|^[A-Z]{2}/.test(digits)) {
      const base = Number(braced ?? plain)
      return { answer: { _tag: "Based", digits: digits.replace(/^0+(?=.)/, ""), base }, unit }
    }
    return { answer: ofNode(yield* parse(tidied)), unit }
  })
