/** Equations and inequalities as answers. */
import { Either } from "effect"
import { type Answer, keyOf, opaque } from "./Answer.ts"
import { argsOf, type Node } from "./MathJson.ts"
import * as Term from "./Term.ts"

type Read = (node: Node) => Answer

const isLetter = (node: Node): boolean => node._tag === "Symbol" && Term.isVariable(node.name)

const geometric = new Set(["Angle", "Triangle", "Overline", "OverVector", "Prime", "Subscript"])

/** Whether it can stand for the answer on one side of an equation: x, f(x), P(A), AB, \angle A, (x, y). */
const isName = (node: Node): boolean => {
  if (isLetter(node)) return true
  if (node._tag !== "Function") return false
  const { args, head } = node
  if (geometric.has(head)) return true
  if (/^[A-Za-z]$/.test(head)) return args.every(isLetter)
  const sequence = head === "Delimiter" && args[0] !== undefined ? argsOf(args[0], "Sequence") : undefined
  if (sequence !== undefined) return sequence.every(isLetter)
  if (head !== "InvisibleOperator") return false
  const [first, second] = args
  const isApplied = args.length === 2 && second !== undefined && argsOf(second, "Delimiter") !== undefined
  if (isApplied && first !== undefined && isLetter(first)) return true
  return args.every((arg) => arg._tag === "Symbol" && /^[A-Z]$/.test(arg.name))
}

const difference = (left: Node, right: Node): Term.Term | undefined =>
  Either.getOrUndefined(
    Either.map(Either.all([Term.ofNode(left), Term.ofNode(right)]), ([a, b]): Term.Term => ({
      _tag: "Call",
      head: "Add",
      terms: [a, { _tag: "Call", head: "Negate", terms: [b] }]
    }))
  )

/** The parser nests `a = b = c` to the right. */
const sidesOf = (node: Node): ReadonlyArray<Node> => argsOf(node, "Equal")?.flatMap(sidesOf) ?? [node]

export const equation = (node: Node, read: Read): Answer => {
  const sides = sidesOf(node)
  const [first, ...rest] = sides
  const last = rest.at(-1)
  if (first === undefined || last === undefined) return opaque(node)
  const values = rest.map(read)
  const value: Answer = values.length === 1 ? values[0]! : { _tag: "Chain", answers: values }
  // Words before the sign say no more than the question does.
  if (first._tag === "Text") return value
  if (isName(first)) {
    return { _tag: "Named", name: keyOf(first), answer: value, zero: difference(first, last) }
  }
  if (rest.length === 1 && isName(last)) {
    return { _tag: "Named", name: keyOf(last), answer: read(first), zero: difference(first, last) }
  }
  const zero = rest.length === 1 ? difference(first, last) : undefined
  return zero === undefined ? { _tag: "Chain", answers: sides.map(read) } : { _tag: "Equation", zero }
}

const comparisons: Readonly<Record<string, { readonly open: boolean; readonly rising: boolean }>> = {
  Less: { open: true, rising: true },
  LessEqual: { open: false, rising: true },
  Greater: { open: true, rising: false },
  GreaterEqual: { open: false, rising: false }
}

export const isInequality = (head: string): boolean => Object.hasOwn(comparisons, head)

const infinity: Term.Term = { _tag: "Constant", name: "Infinity" }
const above: Answer = { _tag: "Scalar", term: infinity }
const below: Answer = { _tag: "Scalar", term: { _tag: "Call", head: "Negate", terms: [infinity] } }

/** All real numbers, as an interval. */
export const everything: Answer = { _tag: "Tuple", open: "(", close: ")", items: [below, above] }

interface Chain {
  readonly nodes: ReadonlyArray<Node>
  readonly signs: ReadonlyArray<string>
}

/** `a < b \le c`, which the parser nests to the left, and `c > b > a`, which it nests to the right. */
const chainOf = (node: Node): Chain => {
  if (node._tag !== "Function" || !isInequality(node.head)) return { nodes: [node], signs: [] }
  const [first, ...rest] = node.args.map(chainOf)
  return rest.reduce<Chain>((before, after) => ({
    nodes: [...before.nodes, ...after.nodes],
    signs: [...before.signs, node.head, ...after.signs]
  }), first ?? { nodes: [], signs: [] })
}

/** `a < x \le b` is an interval for x, and so is `x > a`. */
export const inequality = (node: Node, read: Read): Answer => {
  const { nodes, signs } = chainOf(node)
  const isRising = signs.every((sign) => comparisons[sign]!.rising)
  const isFalling = signs.every((sign) => !comparisons[sign]!.rising)
  const ordered = isRising ? nodes : nodes.toReversed()
  const open = (isRising ? signs : signs.toReversed()).map((sign) => comparisons[sign]!.open)
  const at = ordered.findIndex(isLetter)
  const isBetween = ordered.length === 2 || (ordered.length === 3 && at === 1)
  if ((!isRising && !isFalling) || at === -1 || !isBetween) return opaque(node)
  const [from, to] = [ordered[at - 1], ordered[at + 1]]
  return {
    _tag: "Named",
    name: keyOf(ordered[at]!),
    zero: undefined,
    answer: {
      _tag: "Tuple",
      open: from === undefined || open[at - 1]! ? "(" : "[",
      close: to === undefined || open[at]! ? ")" : "]",
      items: [from === undefined ? below : read(from), to === undefined ? above : read(to)]
    }
  }
}
