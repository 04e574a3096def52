/** Reads LaTeX as an answer. */
import { Either } from "effect"
import { type Answer, keyOf, opaque } from "./Answer.ts"
import { argsOf, type Node, parse, ungrouped } from "./MathJson.ts"
import * as Relation from "./Relation.ts"
import * as Source from "./Source.ts"
import * as Term from "./Term.ts"
import * as Unit from "./Unit.ts"

export interface Reading {
  readonly answer: Answer
  readonly unit: string | undefined
}

const scalar = (node: Node): Answer => {
  const signs = Term.isTwofold(node) ? [true, false] : [true]
  return Either.match(Either.all(signs.map((plus) => Term.ofNode(node, plus))), {
    onLeft: () => opaque(node),
    onRight: (terms): Answer => {
      const answers = terms.map((term): Answer => ({ _tag: "Scalar", term }))
      return answers.length === 1 ? answers[0]! : { _tag: "Bag", items: answers }
    }
  })
}

/** Elements of a set or of several answers: one with ± is two, and so is `x = 1 \pm \sqrt{2}`. */
const elements = (nodes: ReadonlyArray<Node>): ReadonlyArray<Answer> =>
  nodes.flatMap((node) => {
    const answer = ofNode(node)
    const isSeveral = Term.isTwofold(node) || argsOf(node, "Or", "And") !== undefined
    if (!isSeveral || argsOf(node, "Set") !== undefined) return [answer]
    if (answer._tag === "Bag") return answer.items
    return answer._tag === "Named" && answer.answer._tag === "Bag"
      ? answer.answer.items.map((each) => ({ ...answer, answer: each }))
      : [answer]
  })

const tuple = (open: string, close: string, nodes: ReadonlyArray<Node>): Answer => ({
  _tag: "Tuple",
  open,
  close,
  items: nodes.map(ofNode)
})

const interval = (node: Node, args: ReadonlyArray<Node>): Answer => {
  const [from, to] = args
  if (from === undefined || to === undefined) return opaque(node)
  const [above, below] = [argsOf(from, "Open")?.[0], argsOf(to, "Open")?.[0]]
  return tuple(above === undefined ? "[" : "(", below === undefined ? "]" : ")", [above ?? from, below ?? to])
}

const sequence = (node: Node, [first, mark]: ReadonlyArray<Node>): Answer => {
  const items = first === undefined ? undefined : argsOf(first, "Sequence")
  if (items === undefined) return opaque(node)
  return mark?._tag === "Text" && mark.text.startsWith("(")
    ? tuple("(", ")", items)
    : { _tag: "Bag", items: elements(items) }
}

const matrix = (node: Node, [first]: ReadonlyArray<Node>): Answer => {
  const rows = first === undefined ? undefined : argsOf(first, "List")
  return rows === undefined
    ? opaque(node)
    : { _tag: "Matrix", rows: rows.map((row) => (argsOf(row, "List") ?? [row]).map(ofNode)) }
}

const element = (node: Node, [name, set]: ReadonlyArray<Node>): Answer =>
  name === undefined || set === undefined
    ? opaque(node)
    : { _tag: "Named", name: keyOf(name), answer: ofNode(set), zero: undefined }

const ofNode = (grouped: Node): Answer => {
  const node = ungrouped(grouped)
  if (node._tag === "Symbol" && node.name === "EmptySet") return { _tag: "Bag", items: [] }
  if (node._tag === "Symbol" && node.name === "RealNumbers") return Relation.everything
  if (node._tag !== "Function") return scalar(node)
  const { args, head } = node
  switch (head) {
    case "Delimiter":
      return sequence(node, args)
    case "Set":
    case "Or":
    case "And":
      return { _tag: "Bag", items: elements(args) }
    case "List":
      return tuple("[", "]", args)
    case "AngleBracket":
      return tuple("(", ")", args)
    case "Interval":
      return interval(node, args)
    case "Union":
      return { _tag: "Union", parts: args.map(ofNode) }
    case "Matrix":
      return matrix(node, args)
    case "Element":
      return element(node, args)
    case "Equal":
      return Relation.equation(node, ofNode)
    default:
      return Relation.isInequality(head) ? Relation.inequality(node, ofNode) : scalar(node)
  }
}

const basedForm = /^\(?\s*([0-9A-Z]+)\s*\)?\s*_\s*(?:\{\s*(?:\\text\s*\{\s*)?(\d+)\s*\}?\s*\}|(\d+))$/

/** `204_5` and `AB_{16}`; A_1 and AB_1 are variables. */
const based = (latex: string): Answer | undefined => {
  const [, digits, braced, plain] = basedForm.exec(latex) ?? []
  const base = Number(braced ?? plain)
  if (digits === undefined || !(/^\d/.test(digits) || base > 10)) return undefined
  return { _tag: "Based", digits: digits.replace(/^0+(?=.)/, ""), base }
}

/** Left where it is broken, or is read in more than one way; `isList` where commas are known to separate. */
export const read = (latex: string, isList: boolean): Either.Either<Reading, string> =>
  Either.gen(function*() {
    const { latex: number, unit } = Unit.split(Source.uniform(latex))
    const tidied = yield* Source.tidy(number, isList)
    return { answer: based(tidied) ?? ofNode(yield* parse(tidied)), unit }
  })
