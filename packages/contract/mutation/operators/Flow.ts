/** Conditions negated, branches taken always or never, statements left out. */
import ts from "typescript"
import { isComparison } from "./Binary.ts"
import type { Operator } from "./Operator.ts"

const conditionOf = (node: ts.Node): ts.Expression | undefined =>
  ts.isIfStatement(node) || ts.isWhileStatement(node) || ts.isDoStatement(node)
    ? node.expression
    : ts.isConditionalExpression(node) || ts.isForStatement(node)
    ? node.condition
    : undefined

const isNegation = (node: ts.Node) =>
  ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken

const condition: Operator = {
  name: "condition",
  replacements: (node) => {
    if (ts.isPrefixUnaryExpression(node) && isNegation(node)) {
      return [{ node, text: node.operand.getText() }]
    }
    const found = conditionOf(node)
    return found === undefined || isNegation(found) || isComparison(found)
      ? []
      : [{ node: found, text: `!(${found.getText()})` }]
  }
}

const branch: Operator = {
  name: "branch",
  replacements: (node) => {
    if (ts.isConditionalExpression(node)) {
      return [node.whenTrue, node.whenFalse].map((taken) => ({ node, text: `(${taken.getText()})` }))
    }
    if (!ts.isIfStatement(node)) return []
    const otherwise = node.elseStatement?.getText()
    return [
      { node, text: `{ ${node.thenStatement.getText()} }` },
      { node, text: otherwise === undefined ? ";" : `{ ${otherwise} }` }
    ]
  }
}

const isList = (node: ts.Node): boolean => ts.isBlock(node) || ts.isCaseOrDefaultClause(node)

/** A statement that is the whole of a branch or a loop's body goes with that. */
const statement: Operator = {
  name: "statement",
  replacements: (node) =>
    ts.isStatement(node) && isList(node.parent) && !ts.isVariableStatement(node) &&
      !ts.isFunctionDeclaration(node) && !ts.isIfStatement(node)
      ? [{ node, text: ";" }]
      : []
}

export const operators: ReadonlyArray<Operator> = [condition, branch, statement]
