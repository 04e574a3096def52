/** Which functions of an environment's module are mutated. */
import * as Scope from "@scaler/compiler/Scope"
import ts from "typescript"

/** A part of a module whose mutants are looked for. */
export interface Target {
  /** `solve`, `check`, `generate`, or the name of a declaration that these reach. */
  readonly name: string
  readonly node: ts.Node
  /** Whether only `check` reaches it, so that a text in it tells people why an answer is refused. */
  readonly explains: boolean
}

/** The variable, function or class at the top of the module that declares a name. */
const topLevel = (symbol: ts.Symbol | undefined): ts.Declaration | undefined => {
  let node: ts.Node | undefined = symbol?.declarations?.[0]
  while (node !== undefined && ts.isBindingElement(node)) node = node.parent.parent
  if (node === undefined) return undefined
  if (ts.isVariableDeclaration(node)) return ts.isSourceFile(node.parent.parent.parent) ? node : undefined
  return (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) && ts.isSourceFile(node.parent)
    ? node
    : undefined
}

/** A name for a function elsewhere holds none itself. */
const holdsFunction = (node: ts.Node): boolean =>
  ts.isFunctionLike(node) || ts.isClassLike(node) || ts.forEachChild(node, holdsFunction) === true

const referencesIn = (node: ts.Node): ReadonlyArray<ts.Identifier> => {
  const found: Array<ts.Identifier> = []
  const visit = (child: ts.Node): void => {
    if (Scope.isTypeOnly(child)) return
    if (ts.isIdentifier(child) && Scope.isReference(child)) found.push(child)
    ts.forEachChild(child, visit)
  }
  visit(node)
  return found
}

/** What the module exports by default, and the declaration it goes by where it has one. */
const exported = ({ source, symbolAt }: Scope.Scope) => {
  const assignment = source.statements.find(ts.isExportAssignment)
  const value = assignment?.expression
  if (value === undefined || !ts.isIdentifier(value)) return { value, declaration: undefined }
  const declaration = topLevel(symbolAt(value))
  return {
    value: declaration !== undefined && ts.isVariableDeclaration(declaration)
      ? declaration.initializer
      : undefined,
    declaration
  }
}

/**
 * The functions of the default export's definition that say what is right, and the module's own declarations with
 * functions in them that these use. What only `brute`, `properties` or `statement` use is none of them.
 */
export const targets = (scope: Scope.Scope): ReadonlyArray<Target> => {
  const { declaration: environment, value } = exported(scope)
  const definition = value !== undefined && ts.isCallExpression(value)
    ? value.arguments.find(ts.isObjectLiteralExpression)
    : undefined
  const seen = new Set<ts.Node | undefined>([undefined, environment])

  const reachedFrom = (root: string, explains: boolean): ReadonlyArray<Target> => {
    const property = definition?.properties.find(({ name }) => name?.getText(scope.source) === root)
    if (property === undefined) return []
    const node = ts.isPropertyAssignment(property) ? property.initializer : property
    const found: Array<Target> = [{ name: root, node, explains }]
    // The list grows while it is read: a declaration is looked through as the function that uses it is.
    for (const { node } of found) {
      for (const reference of referencesIn(node)) {
        const declaration = topLevel(scope.symbolAt(reference))
        if (seen.has(declaration)) continue
        seen.add(declaration)
        found.push({ name: reference.text, node: declaration!, explains })
      }
    }
    return found
  }
  return [...reachedFrom("solve", false), ...reachedFrom("generate", false), ...reachedFrom("check", true)]
    .filter(({ node }) => holdsFunction(node))
}
