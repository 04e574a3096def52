/** The method beside the right one, or none where the result has the receiver's type. */
import ts from "typescript"
import type { Operator } from "./Operator.ts"

const pairs = [
  ["min", "max"],
  ["floor", "ceil"],
  ["some", "every"],
  ["find", "findLast"],
  ["findIndex", "findLastIndex"],
  ["indexOf", "lastIndexOf"],
  ["push", "unshift"],
  ["pop", "shift"],
  ["startsWith", "endsWith"],
  ["toUpperCase", "toLowerCase"],
  ["padStart", "padEnd"],
  ["trimStart", "trimEnd"]
] as const

const others: ReadonlyMap<string, string> = new Map(pairs.flatMap(([a, b]) => [[a, b], [b, a]]))

const removable: ReadonlySet<string> = new Set(
  "reverse toReversed sort toSorted slice substring filter flat trim concat".split(" ")
)

/** Modules and classes are named with a capital: `Gen.filter(…)` without the call would be no value. */
const isValue = (receiver: ts.Expression): boolean =>
  !(ts.isIdentifier(receiver) && /^[A-Z]/.test(receiver.text))

export const operators: ReadonlyArray<Operator> = [
  {
    name: "method",
    replacements: (node) => {
      if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return []
      const { expression: receiver, name } = node.expression
      const other = others.get(name.text)
      return [
        ...(other === undefined ? [] : [{ node: name, text: other }]),
        ...(removable.has(name.text) && isValue(receiver) ? [{ node, text: receiver.getText() }] : [])
      ]
    }
  }
]
