import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Vertex = Schema.NonNegativeInt

export default Environment.make({
  name: "vertex-degree",
  tags: ["graph", "counting"],
  skill: "counting the edges at a vertex",
  source: "Classic; Euler 1736",
  scale: { vertices: Scale.geometric({ min: 6, max: 99 }), edges: Scale.geometric({ min: 4, max: 250 }) },
  instance: Schema.Struct({ vertex: Vertex, edges: Schema.Array(Schema.Tuple(Vertex, Vertex)) }),
  answer: Answer.integer,
  // All degrees are alike likely; the other edges lie between the other vertices.
  generate: ({ edges, vertices }) =>
    Gen.gen(function*() {
      const degree = yield* Gen.int(0, Math.min(vertices - 1, edges))
      const [vertex, ...others] = yield* Gen.permutation(vertices)
      const rest = yield* Gen.graph(vertices - 1, edges - degree)
      const pairs = [
        ...others.slice(0, degree).map((other) => [vertex!, other] as const),
        ...rest.map(([one, other]) => [others[one]!, others[other]!] as const)
      ]
      const ascending = pairs.map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const)
      return { vertex: vertex!, edges: yield* Gen.shuffle(ascending) }
    }),
  statement: ({ edges, vertex }) =>
    `Degree of ${vertex} with the edges ${edges.map(([one, other]) => `${one}-${other}`).join(" ")}?`,
  solve: ({ edges, vertex }) => edges.filter((edge) => edge.includes(vertex)).length,
  brute: {
    upTo: {},
    // All vertices other than this one that an edge leads to from it, in either direction.
    solve: ({ edges, vertex }) => {
      const neighbours = new Set<number>()
      for (const [one, other] of edges) {
        if (one === vertex) neighbours.add(other)
        if (other === vertex) neighbours.add(one)
      }
      return neighbours.size
    }
  },
  properties: {
    "vertices and edges as the scale asks for": ({ edges, vertex }, _, scale) =>
      vertex < scale.vertices && edges.every((edge) => edge.every((end) => end < scale.vertices)) &&
      edges.length === scale.edges,
    "every edge once, between two vertices": ({ edges }) =>
      edges.every(([one, other]) => one < other) && new Set(edges.map(String)).size === edges.length
  }
})
