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
  scale: { vertices: Scale.geometric({ min: 7, max: 200 }) },
  instance: Schema.Struct({ edges: Schema.Array(Schema.Tuple(Vertex, Vertex)) }),
  answer: Answer.integer,
  // The longest path is drawn first; what hangs from one of its vertices is no longer than the way to the nearer end.
  generate: ({ vertices }) =>
    Gen.gen(function*() {
      const length = yield* Gen.int(2, vertices - 1)
      const edges = Array.from({ length }, (_, at): readonly [number, number] => [at, at + 1])
      const depths = Array.from({ length: length + 1 }, (_, at) => Math.min(at, length - at))
      while (depths.length < vertices) {
        const above = yield* Gen.pick([...depths.keys()].filter((vertex) => depths[vertex]! > 0))
        edges.push([above, depths.length])
        depths.push(depths[above]! - 1)
      }
      const labels = yield* Gen.permutation(vertices)
      const ends = edges.map(([one, other]) => [labels[one]!, labels[other]!] as const)
      return {
        edges: yield* Gen.shuffle(
          ends.map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const)
        )
      }
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
