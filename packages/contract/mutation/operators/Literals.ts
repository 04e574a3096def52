/** Other constants: numbers by one, the other truth value, texts and lists emptied. */
import ts from "typescript"
import type { Operator } from "./Operator.ts"

/** Whether this is thrown, so that only people read a text in it. */
const isAside = (node: ts.Node): boolean =>
  ts.isThrowStatement(node) || (ts.isExpression(node) && isAside(node.parent))

/** Whether this names a member. */
const isName = (node: ts.Node): boolean =>
  (ts.isObjectLiteralElementLike(node.parent) || ts.isClassElement(node.parent) ||
    ts.isBindingElement(node.parent)) && (node.parent as { readonly name?: ts.Node }).name === node

const number: Operator = {
  name: "number",
  replacements: (node) => {
    if (isName(node)) return []
    if (ts.isNumericLiteral(node)) {
      const value = Number(node.text)
      return [value + 1, value - 1].map((other) => ({ node, text: String(other) }))
    }
    if (!ts.isBigIntLiteral(node)) return []
    const value = BigInt(node.text.slice(0, -1))
    return [value + 1n, value - 1n].map((other) => ({ node, text: `${other}n` }))
  }
}

const truth: Operator = {
  name: "boolean",
  replacements: (node) =>
    node.kind === ts.SyntaxKind.TrueKeyword
      ? [{ node, text: "false" }]
      : node.kind === ts.SyntaxKind.FalseKeyword
      ? [{ node, text: "true" }]
      : []
}

const emptied: Operator = {
  name: "emptied",
  replacements: (node) => {
    if (ts.isArrayLiteralExpression(node)) return node.elements.length === 0 ? [] : [{ node, text: "[]" }]
    if (isName(node) || isAside(node.parent)) return []
    if (ts.isStringLiteral(node)) return [{ node, text: node.text === "" ? `"x"` : `""` }]
    return ts.isTemplateExpression(node) || (ts.isNoSubstitutionTemplateLiteral(node) && node.text !== "")
      ? [{ node, text: `""` }]
      : []
  }
}

export const operators: ReadonlyArray<Operator> = [number, truth, emptied]
