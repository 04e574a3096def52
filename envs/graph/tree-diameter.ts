import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Vertex = Schema.NonNegativeInt

export default Environment.make({
  name: "tree-diameter",
  tags: ["graph", "tree"],
  skill: "finding the longest path in a tree",
  source: "Classic; Jordan 1869",
  scale: { vertices: Scale.geometric({ min: 5, max: 200 }) },
  instance: Schema.Struct({ edges: Schema.Array(Schema.Tuple(Vertex, Vertex)) }),
  answer: Answer.integer,
  generate: ({ vertices }) =>
    Gen.gen(function*() {
      const shape = yield* Gen.pick(["uniform", "caterpillar", "binary", "deep"])
      return { edges: yield* Gen.tree(vertices, shape) }
    }),
  statement: ({ edges }) =>
    `How many edges does the longest path have in the tree with the edges ${
      edges.map(([one, other]) => `${one}-${other}`).join(", ")
    }?`,
  // What is farthest from any vertex is an end of a longest path.
  solve: ({ edges }) => {
    const farthest = (from: number): readonly [number, number] => {
      const distances = new Map([[from, 0]])
      let last = from
      for (const [vertex, distance] of distances) {
        last = vertex
        for (const [one, other] of edges) {
          if (one === vertex && !distances.has(other)) distances.set(other, distance + 1)
          if (other === vertex && !distances.has(one)) distances.set(one, distance + 1)
        }
      }
      return [last, distances.get(last)!]
    }
    const [end] = farthest(edges[0]![0])
    return farthest(end)[1]
  },
  brute: {
    upTo: { vertices: 100 },
    // The longest of the longest paths from every vertex.
    solve: ({ edges }) => {
      const longest = (from: number, before: number): number => {
        const nexts = edges.flatMap(([one, other]) => (one === from ? [other] : other === from ? [one] : []))
        return Math.max(0, ...nexts.filter((next) => next !== before).map((next) => 1 + longest(next, from)))
      }
      return Math.max(...edges.flat().map((vertex) => longest(vertex, -1)))
    }
  },
  properties: {
    "as many vertices as the scale asks for": ({ edges }, _, { vertices }) =>
      edges.length === vertices - 1 && new Set(edges.flat()).size === vertices,
    "at least 2, at most all edges": ({ edges }, gold) => 2 <= gold && gold <= edges.length,
    // Taking all leaves away shortens a longest path by both of its ends.
    "as many layers of leaves as half of the path": ({ edges }, gold) => {
      const degrees = (some: typeof edges) => Map.groupBy(some.flat(), (vertex) => vertex)
      let [left, layers] = [edges, 0]
      while (left.length > 1) {
        const ends = degrees(left)
        left = left.filter((edge) => edge.every((vertex) => ends.get(vertex)!.length > 1))
        layers++
      }
      return gold === 2 * layers + left.length
    }
  }
})
