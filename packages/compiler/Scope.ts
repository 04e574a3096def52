/** Names in one file: what an identifier stands for, by TypeScript's own binding. Nothing is type-checked. */
import ts from "typescript"
import type { Imported } from "./Imports.ts"

export interface Scope {
  readonly source: ts.SourceFile
  /** What a name stands for; undefined for a global. */
  readonly symbolAt: (node: ts.Identifier) => ts.Symbol | undefined
  readonly hasDefaultExport: boolean
}

/** The scope of a file, read without any other file. */
export const of = (file: string, text: string): Scope => {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true)
  const program = ts.createProgram({
    rootNames: [file],
    options: { noLib: true, noResolve: true, allowJs: true, types: [], target: ts.ScriptTarget.ESNext },
    host: {
      fileExists: (name) => name === file,
      readFile: () => undefined,
      getSourceFile: (name) => (name === file ? source : undefined),
      getDefaultLibFileName: () => "",
      getCurrentDirectory: () => "",
      getCanonicalFileName: (name) => name,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => "\n",
      writeFile: () => undefined
    }
  })
  const checker = program.getTypeChecker()
  return {
    source,
    symbolAt: (node) => {
      const symbol = ts.isShorthandPropertyAssignment(node.parent)
        ? checker.getShorthandAssignmentValueSymbol(node.parent)
        : ts.isExportSpecifier(node.parent)
        ? checker.getExportSpecifierLocalTargetSymbol(node.parent)
        : checker.getSymbolAtLocation(node)
      return symbol?.declarations === undefined ? undefined : symbol
    },
    hasDefaultExport:
      checker.getSymbolAtLocation(source)?.exports?.has(ts.InternalSymbolName.Default) === true
  }
}

const isAmbient = (node: ts.Node): boolean =>
  (ts.canHaveModifiers(node)
    && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) === true)
  || (node.parent !== undefined && isAmbient(node.parent))

/** Whether a node is for the type checker only, so that nothing of it is left at run time. */
export const isTypeOnly = (node: ts.Node): boolean =>
  ts.isInterfaceDeclaration(node)
  || ts.isTypeAliasDeclaration(node)
  || (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node))
  || (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ImplementsKeyword)
  || (ts.isExportDeclaration(node) && (node.isTypeOnly || node.moduleSpecifier !== undefined))
  || (ts.isExportSpecifier(node) && node.isTypeOnly)
  || (ts.isStatement(node) && isAmbient(node))

/** Whether every declaration of a name is erased, so that at run time the name means a global all the same. */
export const isErased = (symbol: ts.Symbol): boolean =>
  symbol.declarations?.every((declaration) =>
    ts.isInterfaceDeclaration(declaration)
    || ts.isTypeAliasDeclaration(declaration)
    || (ts.isImportClause(declaration) && declaration.isTypeOnly)
    || (ts.isNamespaceImport(declaration) && declaration.parent.isTypeOnly)
    || (ts.isImportSpecifier(declaration) && (declaration.isTypeOnly || declaration.parent.parent.isTypeOnly))
    || isAmbient(declaration)
  ) ?? true

/** Whether an identifier is a use of what it names, and not the name of a member, a label or the like. */
export const isReference = (node: ts.Identifier): boolean => {
  const { parent } = node
  if (node.text === "") return false // where a syntax error left a gap
  if (ts.isPropertyAccessExpression(parent)) return parent.name !== node
  if (ts.isBindingElement(parent)) return parent.propertyName !== node
  if (ts.isExportSpecifier(parent)) return (parent.propertyName ?? parent.name) === node
  return !(
    (ts.isObjectLiteralElementLike(parent) && !ts.isShorthandPropertyAssignment(parent) &&
      parent.name === node)
    || (ts.isClassElement(parent) && parent.name === node)
    || ts.isEnumMember(parent)
    || ts.isLabeledStatement(parent)
    || ts.isBreakOrContinueStatement(parent)
    || ts.isMetaProperty(parent)
  )
}

/** The member in `node.member` and `node["member"]`; undefined where the node is used in any other way. */
export const memberOf = (node: ts.Expression): string | undefined => {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) return parent.name.text
  return ts.isElementAccessExpression(parent) && parent.expression === node
      && ts.isStringLiteralLike(parent.argumentExpression)
    ? parent.argumentExpression.text
    : undefined
}

/** Whether a call of the node, or of a member of it, is given an object that sets one of the options. */
export const hasOption = (node: ts.Identifier, options: ReadonlySet<string>): boolean => {
  const callee = memberOf(node) === undefined ? node : node.parent
  const call = callee.parent
  return ts.isCallExpression(call) && call.expression === callee
    && call.arguments.some((argument) =>
      ts.isObjectLiteralExpression(argument)
      && argument.properties.some(({ name }) =>
        name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteralLike(name)) &&
        options.has(name.text)
      )
    )
}

/**
 * Whether a Schema is asked for more than `pipe` and `annotations`: `Point.fields`, `Point.make(…)`. A variable counts
 * as a Schema if one is named in its initialiser.
 */
export const usesSchemaValues = (
  { source, symbolAt }: Scope,
  bindings: ReadonlyMap<ts.Symbol, Imported>
): boolean => {
  const schemas = new Set<ts.Symbol>()
  const isSchema = (symbol: ts.Symbol | undefined) =>
    symbol !== undefined && (schemas.has(symbol) || bindings.get(symbol)?.module === "Schema")
  let found = false

  const beyondDeclaration = (root: ts.Identifier, symbol: ts.Symbol): boolean => {
    let node: ts.Expression = root
    let isModule = bindings.get(symbol)?.member === undefined && bindings.has(symbol)
    for (;;) {
      const { parent } = node
      if (ts.isCallExpression(parent) && parent.expression === node) node = parent
      else if (
        (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent))
        && parent.expression === node
      ) {
        const member = memberOf(node)
        if (!isModule && member !== "pipe" && member !== "annotations") return true
        isModule = false
        node = parent
      } else return ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name)
    }
  }
  const visit = (node: ts.Node, variable: ts.Symbol | undefined): void => {
    if (ts.isImportDeclaration(node) || isTypeOnly(node)) return
    if (ts.isIdentifier(node) && isReference(node)) {
      const symbol = symbolAt(node)
      if (symbol !== undefined && isSchema(symbol)) {
        if (variable !== undefined) schemas.add(variable)
        if (beyondDeclaration(node, symbol)) found = true
      }
      return
    }
    const declared = ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)
      ? symbolAt(node.name)
      : undefined
    ts.forEachChild(node, (child) => visit(child, declared ?? variable))
  }
  for (let known = -1; known < schemas.size && !found;) {
    known = schemas.size
    visit(source, undefined)
  }
  return found
}
