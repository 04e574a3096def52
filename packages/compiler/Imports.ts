/** The import and export declarations of an author's file. */
import ts from "typescript"
import type { Reason } from "./CompileError.ts"
import * as EffectModules from "./EffectModules.ts"
import type { Scope } from "./Scope.ts"

/** Why an import is refused. */
export type ImportFault = readonly [Reason, string]

/** A local name for a module of `effect`, or for a member of one. */
export interface Imported {
  /** As in `effect/<module>`. */
  readonly module: string
  /** Absent where the name stands for the module itself. */
  readonly member?: string
}

export interface Imports {
  readonly bindings: ReadonlyMap<ts.Symbol, Imported>
  /** The file's text with imports of `effect` replaced by imports of its modules. */
  readonly rewritten: string
}

type Refuse = (node: ts.Node, fault: ImportFault) => void

/** Reads all imports, refusing those of anything but the DSL, `effect` and the author's own files. */
export const readImports = (
  { source, symbolAt }: Scope,
  refuseImport: (specifier: string) => ImportFault | undefined,
  refuse: Refuse
): Imports => {
  const bindings = new Map<ts.Symbol, Imported>()
  const edits: Array<{ readonly start: number; readonly end: number; readonly text: string }> = []
  const bind = (name: ts.Identifier, imported: Imported) => {
    const symbol = symbolAt(name)
    if (symbol !== undefined) bindings.set(symbol, imported)
  }

  const fromIndex = (node: ts.ImportDeclaration) => {
    const named = node.importClause?.namedBindings
    if (node.importClause?.name !== undefined || (named !== undefined && ts.isNamespaceImport(named))) {
      return refuse(node, ["ForbiddenImport", `import { Effect, Schema } from "effect", by name`])
    }
    const statements = (named?.elements ?? []).filter((element) => !element.isTypeOnly).map((element) => {
      const name = (element.propertyName ?? element.name).text
      const local = element.name.text
      if (EffectModules.functions.has(name)) return `import{${name} as ${local}}from"effect/Function"`
      const fault = EffectModules.refusal(name)
      if (fault !== undefined) refuse(element, fault)
      bind(element.name, { module: name })
      return `import*as ${local} from"effect/${name}"`
    })
    const start = node.getStart(source)
    const lines = source.text.slice(start, node.end).split("\n").length - 1
    edits.push({ start, end: node.end, text: `${statements.join(";")};${"\n".repeat(lines)}` })
  }

  const fromModule = (node: ts.ImportDeclaration, module: string) => {
    const fault = EffectModules.refusal(module)
    if (fault !== undefined) return refuse(node.moduleSpecifier, fault)
    const named = node.importClause?.namedBindings
    if (named === undefined) return
    if (ts.isNamespaceImport(named)) return bind(named.name, { module })
    for (const element of named.elements) {
      if (!element.isTypeOnly) {
        bind(element.name, { module, member: (element.propertyName ?? element.name).text })
      }
    }
  }

  const importFrom = (node: ts.ImportDeclaration, specifier: string) => {
    if (specifier === "effect") return fromIndex(node)
    if (specifier.startsWith("effect/")) return fromModule(node, specifier.slice("effect/".length))
    const fault = refuseImport(specifier)
    if (fault !== undefined) refuse(node.moduleSpecifier, fault)
    if (
      node.attributes !== undefined &&
      !/^\s*with\s*\{\s*type:\s*"json"\s*\}$/.test(node.attributes.getText(source))
    ) {
      refuse(node.attributes, ["ForbiddenImport", `the only attribute an import may have is type: "json"`])
    }
  }

  for (const node of source.statements) {
    if (ts.isImportEqualsDeclaration(node) && !node.isTypeOnly) {
      refuse(node, ["ForbiddenImport", "require loads at run time: use a static import"])
    } else if (ts.isImportDeclaration(node) && node.importClause?.isTypeOnly !== true) {
      importFrom(node, (node.moduleSpecifier as ts.StringLiteral).text)
    } else if (ts.isExportDeclaration(node) && !node.isTypeOnly && node.moduleSpecifier !== undefined) {
      const specifier = (node.moduleSpecifier as ts.StringLiteral).text
      const fault = /^effect(\/|$)/.test(specifier)
        ? ["RunsEffect", "import effect where it is used; do not pass its modules on"] as const
        : refuseImport(specifier)
      if (fault !== undefined) refuse(node.moduleSpecifier, fault)
    }
  }

  const rewritten = edits.reduceRight(
    (text, { end, start, text: replacement }) => text.slice(0, start) + replacement + text.slice(end),
    source.text
  )
  return { bindings, rewritten }
}
