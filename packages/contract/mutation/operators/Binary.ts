/** Another operator between, before or after the same operands. */
import ts from "typescript"
import type { Operator } from "./Operator.ts"

const K = ts.SyntaxKind

type Others = Readonly<Partial<Record<ts.SyntaxKind, ReadonlyArray<string>>>>

/** Of the same precedence, or lower than what may stand beside it. */
const arithmetic: Others = {
  [K.PlusToken]: ["-"],
  [K.MinusToken]: ["+"],
  [K.AsteriskToken]: ["/"],
  [K.SlashToken]: ["*"],
  [K.PercentToken]: ["*"],
  [K.AsteriskAsteriskToken]: ["*"],
  [K.LessThanLessThanToken]: [">>"],
  [K.GreaterThanGreaterThanToken]: ["<<"],
  [K.GreaterThanGreaterThanGreaterThanToken]: ["<<"],
  [K.AmpersandToken]: ["|"],
  [K.BarToken]: ["&"],
  [K.CaretToken]: ["&"],
  [K.PlusEqualsToken]: ["-="],
  [K.MinusEqualsToken]: ["+="],
  [K.AsteriskEqualsToken]: ["/="],
  [K.SlashEqualsToken]: ["*="],
  [K.PercentEqualsToken]: ["*="],
  [K.AmpersandEqualsToken]: ["|="],
  [K.BarEqualsToken]: ["&="],
  [K.CaretEqualsToken]: ["&="],
  [K.LessThanLessThanEqualsToken]: [">>="],
  [K.GreaterThanGreaterThanEqualsToken]: ["<<="]
}

/** Each with its boundary moved, and negated. */
const comparison: Others = {
  [K.LessThanToken]: ["<=", ">="],
  [K.LessThanEqualsToken]: ["<", ">"],
  [K.GreaterThanToken]: [">=", "<="],
  [K.GreaterThanEqualsToken]: [">", "<"],
  [K.EqualsEqualsEqualsToken]: ["!=="],
  [K.ExclamationEqualsEqualsToken]: ["==="],
  [K.EqualsEqualsToken]: ["!="],
  [K.ExclamationEqualsToken]: ["=="]
}

const logical: Others = {
  [K.AmpersandAmpersandToken]: ["||"],
  [K.BarBarToken]: ["&&"],
  [K.QuestionQuestionToken]: ["&&"]
}

/** Whether an expression compares, and so has its negation among its own mutants. */
export const isComparison = (node: ts.Node): boolean =>
  ts.isBinaryExpression(node) && node.operatorToken.kind in comparison

const isAssignment = (kind: ts.SyntaxKind) => kind >= K.FirstAssignment && kind <= K.LastAssignment

const between = (name: string, others: Others): Operator => ({
  name,
  replacements: (node) =>
    ts.isBinaryExpression(node)
      ? (others[node.operatorToken.kind] ?? []).map((other) => ({
        node,
        text: isAssignment(node.operatorToken.kind) || others === comparison
          ? `${node.left.getText()} ${other} ${node.right.getText()}`
          : `(${node.left.getText()} ${other} ${node.right.getText()})`
      }))
      : []
})

const steps: Operator = {
  name: "arithmetic",
  replacements: (node) => {
    if (!ts.isPrefixUnaryExpression(node) && !ts.isPostfixUnaryExpression(node)) return []
    const operand = node.operand.getText()
    const placed = (operator: string) =>
      ts.isPrefixUnaryExpression(node) ? `${operator}${operand}` : `${operand}${operator}`
    switch (node.operator) {
      case K.PlusPlusToken:
        return [{ node, text: placed("--") }]
      case K.MinusMinusToken:
        return [{ node, text: placed("++") }]
      case K.MinusToken:
        return [{ node, text: operand }]
      default:
        return []
    }
  }
}

export const operators: ReadonlyArray<Operator> = [
  between("arithmetic", arithmetic),
  steps,
  between("comparison", comparison),
  between("logic", logical)
]
