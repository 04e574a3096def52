/** Every mutant of an environment's module: the module with one mistake in what says what is right. */
import * as Scope from "@scaler/compiler/Scope"
import ts from "typescript"
import * as Binary from "./operators/Binary.ts"
import * as Flow from "./operators/Flow.ts"
import * as Literals from "./operators/Literals.ts"
import * as Methods from "./operators/Methods.ts"
import type { Operator } from "./operators/Operator.ts"
import { targets } from "./Targets.ts"

export interface Mutant {
  readonly operator: string
  /** The function it is in. */
  readonly target: string
  /** From 1. */
  readonly line: number
  /** The lines that differ, as they are, with single spaces. */
  readonly original: string
  /** The same lines of the mutant. */
  readonly replacement: string
  /** The whole mutated module. */
  readonly text: string
}

const operators: ReadonlyArray<Operator> = [
  ...Binary.operators,
  ...Flow.operators,
  ...Methods.operators,
  ...Literals.operators
]

const singleSpaced = (text: string) => text.replaceAll(/\s+/g, " ").trim()

/** The mutants of a module, in its order; no two have the same text. */
export const mutants = (file: string, text: string): ReadonlyArray<Mutant> => {
  const scope = Scope.of(file, text)
  const found = new Map<string, Mutant>()

  const mutate = (target: string, operator: string, node: ts.Node, replacement: string) => {
    const start = node.getStart(scope.source)
    const mutated = text.slice(0, start) + replacement + text.slice(node.end)
    if (mutated === text || found.has(mutated)) return
    const lineStart = text.lastIndexOf("\n", start - 1) + 1
    const nextLine = text.indexOf("\n", node.end)
    const lineEnd = nextLine === -1 ? text.length : nextLine
    found.set(mutated, {
      operator,
      target,
      line: scope.source.getLineAndCharacterOfPosition(start).line + 1,
      original: singleSpaced(text.slice(lineStart, lineEnd)),
      replacement: singleSpaced(mutated.slice(lineStart, lineEnd + mutated.length - text.length)),
      text: mutated
    })
  }

  for (const { explains, name, node: root } of targets(scope)) {
    const visit = (node: ts.Node): void => {
      if (Scope.isTypeOnly(node)) return
      for (const operator of operators) {
        for (const replacement of operator.replacements(node)) {
          mutate(name, operator.name, replacement.node, replacement.text)
        }
      }
      // How a reason is worded is nobody's business but people's.
      if (!(explains && ts.isTemplateExpression(node))) ts.forEachChild(node, visit)
    }
    visit(root)
  }
  return [...found.values()]
}
