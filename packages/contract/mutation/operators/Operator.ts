import type ts from "typescript"

/** Another text in the place of a node's own. */
export interface Replacement {
  readonly node: ts.Node
  readonly text: string
}

/** One way to make a mistake: what a programmer could have written in the place of a node, or of a part of it. */
export interface Operator {
  readonly name: string
  readonly replacements: (node: ts.Node) => ReadonlyArray<Replacement>
}
