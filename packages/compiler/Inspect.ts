/** What an author's file is refused for, found on its syntax tree, and its imports of `effect` by module. */
import ts from "typescript"
import type { Problem, Reason } from "./CompileError.ts"
import * as EffectModules from "./EffectModules.ts"
import * as Globals from "./Globals.ts"
import { type Imported, type ImportFault, readImports } from "./Imports.ts"
import * as Scope from "./Scope.ts"

export interface Inspection {
  readonly problems: ReadonlyArray<Problem>
  /** The text with imports of `effect` made imports of its modules, on the same lines. */
  readonly text: string
  /** Whether it uses more of Effect than its modules' members by name, which is all that lean artifacts follow. */
  readonly needsShared: boolean
  readonly hasDefaultExport: boolean
}

/** Reads a file. `refuseImport` says why a relative import is not one of the author's files, if it is not. */
export const inspect = (
  file: string,
  text: string,
  refuseImport: (specifier: string) => ImportFault | undefined
): Inspection => {
  const scope = Scope.of(file, text)
  const { source } = scope
  const problems: Array<Problem> = []
  let needsShared = false
  const refuse = (node: ts.Node, [reason, message]: readonly [Reason, string]) => {
    const { character, line } = source.getLineAndCharacterOfPosition(node.getStart(source))
    problems.push({ reason, message, file, line: line + 1, column: character + 1 })
  }
  const imports = readImports(scope, refuseImport, refuse)

  const useOfGlobal = (node: ts.Identifier) => {
    const refusal = Globals.refusal(node.text)
    if (refusal !== undefined) return refuse(node, refusal)
    if (node.text !== "Math") return
    const member = Scope.memberOf(node)
    if (member === undefined) refuse(node, ["Nondeterminism", "Math may only be used as Math.name"])
    else if (member === "random") {
      refuse(node, ["Nondeterminism", "Math.random: no seed replays it: draw with Gen"])
    }
  }

  const useOfEffect = (node: ts.Identifier, { member, module }: Imported) => {
    const named = member ?? Scope.memberOf(node)
    if (named === undefined) {
      if (module === "Effect") refuse(node, ["RunsEffect", "Effect may only be used as Effect.name"])
      needsShared = true
    } else if (module === "Effect") {
      const refusal = EffectModules.memberRefusal(named)
      if (refusal !== undefined) refuse(node, refusal)
      if (Scope.hasOption(node, EffectModules.schedulingOptions)) needsShared = true
    }
  }

  const reference = (node: ts.Identifier) => {
    const symbol = scope.symbolAt(node)
    const imported = symbol === undefined ? undefined : imports.bindings.get(symbol)
    if (imported !== undefined) useOfEffect(node, imported)
    else if (symbol === undefined || Scope.isErased(symbol)) useOfGlobal(node)
  }

  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || Scope.isTypeOnly(node)) return
    if (ts.isIdentifier(node)) return Scope.isReference(node) ? reference(node) : undefined
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
      return refuse(node, ["ForbiddenImport", "import.meta tells of the machine around the environment"])
    }
    if (node.kind === ts.SyntaxKind.ImportKeyword) {
      return refuse(node, ["ForbiddenImport", "import() loads at run time: use a static import"])
    }
    if (ts.isPropertyAccessExpression(node) && Globals.localeMethods.has(node.name.text)) {
      refuse(node.name, ["Nondeterminism", `${node.name.text} depends on the machine's locale`])
    }
    ts.forEachChild(node, visit)
  }
  ts.forEachChild(source, visit)

  return {
    problems,
    text: imports.rewritten,
    needsShared: needsShared || Scope.usesSchemaValues(scope, imports.bindings),
    hasDefaultExport: scope.hasDefaultExport
  }
}
