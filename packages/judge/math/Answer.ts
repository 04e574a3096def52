/** What an answer is, as far as its comparison with another depends on it. */
import type { Node } from "./MathJson.ts"
import type { Term } from "./Term.ts"

export type Answer =
  | { readonly _tag: "Scalar"; readonly term: Term }
  /** Digits in the positional system of that base. */
  | { readonly _tag: "Based"; readonly digits: string; readonly base: number }
  /** Several answers, or a set: unordered. */
  | { readonly _tag: "Bag"; readonly items: ReadonlyArray<Answer> }
  /** A tuple, a vector, a list or an interval: ordered, and the brackets matter, except that ⟨ ⟩ are ( ). */
  | {
    readonly _tag: "Tuple"
    readonly open: string
    readonly close: string
    readonly items: ReadonlyArray<Answer>
  }
  | { readonly _tag: "Union"; readonly parts: ReadonlyArray<Answer> }
  | { readonly _tag: "Matrix"; readonly rows: ReadonlyArray<ReadonlyArray<Answer>> }
  /** `x = 5`, `x \in [0, 1]`, `0 \le x \le 1`; `zero` is the difference of the sides of an equation. */
  | {
    readonly _tag: "Named"
    readonly name: string
    readonly answer: Answer
    readonly zero: Term | undefined
  }
  /** `x = 2 + 3 = 5`: each is the answer. */
  | { readonly _tag: "Chain"; readonly answers: ReadonlyArray<Answer> }
  | { readonly _tag: "Equation"; readonly zero: Term }
  /** Read, and not understood: equal to what is written alike. */
  | { readonly _tag: "Opaque"; readonly json: string }

export const keyOf = (node: Node): string => JSON.stringify(node)

export const opaque = (node: Node): Answer => ({ _tag: "Opaque", json: keyOf(node) })
