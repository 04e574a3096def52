import type { Drawable } from "../Drawing.ts"
import type { Random } from "../Random.ts"
import { shuffled } from "./integers.ts"
import { whole } from "./whole.ts"

/** A binary expression: a leaf, or an operator with two expressions. */
export type Expression<Leaf, Operator> = Leaf | Operation<Leaf, Operator>

/** An operator with what stands on either side of it. */
export interface Operation<Leaf, Operator> {
  readonly operator: Operator
  readonly left: Expression<Leaf, Operator>
  readonly right: Expression<Leaf, Operator>
}

/**
 * The shape of a binary tree with so many inner nodes in Polish notation, inner nodes true and leaves false; every
 * shape is alike likely. One of the rotations of any sequence with one leaf more than inner nodes is the notation of a
 * tree: the one that starts behind the first lowest point (Dvoretzky and Motzkin's cycle lemma).
 */
export const polish = (random: Random, inner: number): Array<boolean> => {
  const nodes = shuffled(random, Array.from({ length: 2 * inner + 1 }, (_, index) => index < inner))
  let height = 0
  let lowest = 0
  let start = 0
  nodes.forEach((isInner, index) => {
    height += isInner ? 1 : -1
    if (height < lowest) {
      lowest = height
      start = index + 1
    }
  })
  return [...nodes.slice(start), ...nodes.slice(0, start)]
}

/** A balanced string of so many `(` and as many `)`; every such string is alike likely. */
export const brackets = (random: Random, pairs: number): string => {
  whole("brackets", "pairs", pairs, 0)
  return polish(random, pairs).slice(0, -1).map((opens) => (opens ? "(" : ")")).join("")
}

/** An expression with so many leaves: its shape uniform, its leaves and operators independent, drawn in Polish order. */
export const expression = <Leaf, Operator>(
  random: Random,
  leaf: Drawable<Leaf>,
  operators: ReadonlyArray<Operator>,
  leaves: number
): Expression<Leaf, Operator> => {
  whole("expression", "leaves", leaves, 1)
  if (operators.length === 0 && leaves > 1) throw new RangeError("expression: there is no operator")
  const nodes = polish(random, leaves - 1).map((isInner) =>
    isInner
      ? { operator: operators[random.below(operators.length)]! }
      : { leaf: leaf.draw(random) }
  )
  // Polish notation, read backwards: an operator takes the two expressions that were read last.
  const read: Array<Expression<Leaf, Operator>> = []
  for (const node of nodes.reverse()) {
    read.push("leaf" in node ? node.leaf : { operator: node.operator, left: read.pop()!, right: read.pop()! })
  }
  return read[0]!
}
