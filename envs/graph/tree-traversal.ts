import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Labels = Schema.Array(Schema.Positive)

/** A binary tree: nothing, or a root and what hangs left and right of it. */
interface Node {
  readonly left: Node | null
  readonly right: Node | null
}

const isSame = (some: ReadonlyArray<number>, other: ReadonlyArray<number>): boolean =>
  some.toSorted((a, b) => a - b).join() === other.toSorted((a, b) => a - b).join()

export default Environment.make({
  name: "tree-traversal",
  tags: ["graph", "tree"],
  skill: "rebuilding a binary tree from its traversals",
  source: "Classic; Knuth, TAOCP 2.3.1",
  scale: { nodes: Scale.geometric({ min: 4, max: 240 }) },
  instance: Schema.Struct({ preorder: Labels, inorder: Labels }),
  answer: Answer.array(Answer.integer),
  // All shapes alike likely: an expression's operators are the nodes.
  generate: ({ nodes }) =>
    Gen.gen(function*() {
      const labels = (yield* Gen.permutation(nodes)).map((label) => label + 1)
      const shape = yield* Gen.expression({ leaf: Gen.succeed(null), operators: ["node"], leaves: nodes + 1 })
      const preorder: Array<number> = []
      const inorder: Array<number> = []
      const walk = (node: Node | null): void => {
        if (node === null) return
        const label = labels[preorder.length]!
        preorder.push(label)
        walk(node.left)
        inorder.push(label)
        walk(node.right)
      }
      walk(shape)
      return { preorder, inorder }
    }),
  statement: ({ inorder, preorder }) =>
    `A binary tree has the preorder ${preorder.join(" ")} and the inorder ${
      inorder.join(" ")
    }. List its postorder.`,
  // The first in preorder is the root, and in inorder parts what is left of it from what is right of it.
  solve: ({ inorder, preorder }) => {
    const postorder: Array<number> = []
    let next = 0
    const walk = (start: number, end: number): void => {
      if (start === end) return
      const root = preorder[next++]!
      const middle = inorder.indexOf(root)
      walk(start, middle)
      walk(middle + 1, end)
      postorder.push(root)
    }
    walk(0, inorder.length)
    return postorder
  },
  brute: {
    upTo: {},
    // In a search tree by the place in inorder, labels put in as they come in preorder build the same tree.
    solve: ({ inorder, preorder }) => {
      interface Placed {
        readonly label: number
        left?: Placed
        right?: Placed
      }
      const put = (label: number, tree: Placed | undefined): Placed => {
        if (tree === undefined) return { label }
        const side = inorder.indexOf(label) < inorder.indexOf(tree.label) ? "left" : "right"
        tree[side] = put(label, tree[side])
        return tree
      }
      const read = (tree: Placed | undefined): ReadonlyArray<number> =>
        tree === undefined ? [] : [...read(tree.left), ...read(tree.right), tree.label]
      return read(preorder.reduce<Placed | undefined>((tree, label) => put(label, tree), undefined))
    }
  },
  properties: {
    "the same labels, as many as the scale asks for": ({ inorder, preorder }, gold, { nodes }) =>
      isSame(preorder, Array.from({ length: nodes }, (_, label) => label + 1)) && isSame(preorder, inorder) &&
      isSame(preorder, gold),
    "the root last": ({ preorder }, gold) => gold.at(-1) === preorder[0]
  }
})
