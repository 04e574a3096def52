/** LaTeX as Compute Engine's parser reads it: MathJSON, decoded. Nothing is evaluated. */
import * as Syntax from "@cortex-js/compute-engine/latex-syntax"
import { Either } from "effect"
import { excerpt } from "../Excerpt.ts"

export type Node =
  | { readonly _tag: "Number"; readonly text: string }
  | { readonly _tag: "Symbol"; readonly name: string }
  | { readonly _tag: "Text"; readonly text: string }
  | { readonly _tag: "Function"; readonly head: string; readonly args: ReadonlyArray<Node> }

/** Without physics and units, calculus and statistics: their names take letters away from variables. */
const syntax = new Syntax.LatexSyntax({
  dictionary: [
    Syntax.CORE_DICTIONARY,
    Syntax.SYMBOLS_DICTIONARY,
    Syntax.ALGEBRA_DICTIONARY,
    Syntax.ARITHMETIC_DICTIONARY,
    Syntax.TRIGONOMETRY_DICTIONARY,
    Syntax.LINEAR_ALGEBRA_DICTIONARY,
    Syntax.LOGIC_DICTIONARY,
    Syntax.SETS_DICTIONARY,
    Syntax.INEQUALITIES_DICTIONARY,
    Syntax.OTHERS_DICTIONARY
  ].flat()
})

const isRecord = (json: unknown): json is Readonly<Record<string, unknown>> =>
  typeof json === "object" && json !== null

/** Undefined where there is an error in it, or nothing where something must be: after `,5` the parser hides errors. */
const decode = (json: unknown): Node | undefined => {
  if (json === "Nothing") return undefined
  if (typeof json === "number") return { _tag: "Number", text: String(json) }
  if (typeof json === "string") {
    return json.startsWith("'") ? { _tag: "Text", text: json.slice(1, -1) } : { _tag: "Symbol", name: json }
  }
  if (!isRecord(json)) return undefined
  if (typeof json["num"] === "string") return { _tag: "Number", text: json["num"] }
  if (typeof json["str"] === "string") return { _tag: "Text", text: json["str"] }
  if (typeof json["sym"] === "string") return { _tag: "Symbol", name: json["sym"] }
  const parts: unknown = Array.isArray(json) ? json : json["fn"]
  if (!Array.isArray(parts)) return undefined
  const [head, ...rest] = parts as ReadonlyArray<unknown>
  if (typeof head !== "string" || head === "Error") return undefined
  const args: Array<Node> = []
  for (const part of rest) {
    const arg = decode(part)
    if (arg === undefined) return undefined
    args.push(arg)
  }
  return { _tag: "Function", head, args }
}

/** Left where the parser finds a mistake. */
export const parse = (latex: string): Either.Either<Node, string> => {
  const refused = Either.left(`${excerpt(latex)} does not read as mathematics`)
  try {
    const node = decode(syntax.parse(latex))
    return node === undefined ? refused : Either.right(node)
  } catch {
    // The parser throws for some broken LaTeX, and where brackets are nested beyond the stack.
    return refused
  }
}

/** Arguments of a function with that name, else undefined. */
export const argsOf = (node: Node, ...heads: ReadonlyArray<string>): ReadonlyArray<Node> | undefined =>
  node._tag === "Function" && heads.includes(node.head) ? node.args : undefined

/** Without brackets that only group. */
export const ungrouped = (node: Node): Node => {
  const args = argsOf(node, "Delimiter")
  return args !== undefined && args[0] !== undefined && argsOf(args[0], "Sequence") === undefined
    ? ungrouped(args[0])
    : node
}
