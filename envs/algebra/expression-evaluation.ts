import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

type Expression = Gen.Expression<number, "+" | "-" | "*">

const Expression: Schema.Schema<Expression> = Schema.Union(
  Schema.Int.pipe(Schema.between(1, 99)),
  Schema.Struct({
    operator: Schema.Literal("+", "-", "*"),
    left: Schema.suspend(() => Expression),
    right: Schema.suspend(() => Expression)
  })
).annotations({ identifier: "Expression" })

/** With brackets only where they are needed: around sums in a product, and around a sum that comes second. */
const show = (expression: Expression): string => {
  if (typeof expression === "number") return String(expression)
  const { left, operator, right } = expression
  const bracketed = (part: Expression, isNeeded: boolean) => (isNeeded ? `(${show(part)})` : show(part))
  const isSum = (part: Expression) => typeof part !== "number" && part.operator !== "*"
  return `${bracketed(left, operator === "*" && isSum(left))} ${operator} ${
    bracketed(right, typeof right !== "number" && (operator === "*" || isSum(right)))
  }`
}

const leavesOf = (expression: Expression): ReadonlyArray<number> =>
  typeof expression === "number"
    ? [expression]
    : [...leavesOf(expression.left), ...leavesOf(expression.right)]

const value = (expression: Expression): bigint => {
  if (typeof expression === "number") return BigInt(expression)
  const left = value(expression.left)
  const right = value(expression.right)
  switch (expression.operator) {
    case "+":
      return left + right
    case "-":
      return left - right
    case "*":
      return left * right
  }
}

export default Environment.make({
  name: "expression-evaluation",
  tags: ["algebra", "formal-language"],
  skill: "following the order of operations through brackets",
  source: "Elementary algebra",
  scale: {
    leaves: Scale.geometric({ min: 3, max: 330 }),
    maxLeaf: Scale.geometric({ min: 9, max: 99 })
  },
  instance: Schema.Struct({ expression: Expression }),
  answer: Answer.bigint,
  generate: ({ leaves, maxLeaf }) =>
    Gen.struct({
      expression: Gen.expression({ leaf: Gen.int(1, maxLeaf), leaves, operators: ["+", "-", "*"] })
    }),
  statement: ({ expression }) => `Evaluate ${show(expression)}.`,
  solve: ({ expression }) => value(expression),
  brute: {
    upTo: {},
    // Reads the statement from left to right with two stacks, one of numbers and one of what is still to be done.
    solve: ({ expression }) => {
      const numbers: Array<bigint> = []
      const waiting: Array<string> = []
      const rank = (token: string) => (token === "(" ? 0 : token === "*" ? 2 : 1)
      const apply = () => {
        const operator = waiting.pop()
        const right = numbers.pop()!
        const left = numbers.pop()!
        numbers.push(operator === "*" ? left * right : operator === "+" ? left + right : left - right)
      }
      for (const token of `(${show(expression)})`.match(/\d+|[-+*()]/g)!) {
        if (/\d/.test(token)) numbers.push(BigInt(token))
        else if (token === "(") waiting.push(token)
        else if (token === ")") {
          while (waiting.at(-1) !== "(") apply()
          waiting.pop()
        } else {
          while (rank(waiting.at(-1)!) >= rank(token)) apply()
          waiting.push(token)
        }
      }
      return numbers[0]!
    }
  },
  properties: {
    "as many numbers as there should be, none too large": ({ expression }, _, scale) =>
      leavesOf(expression).length === scale.leaves &&
      leavesOf(expression).every((leaf) => leaf <= scale.maxLeaf)
  }
})
