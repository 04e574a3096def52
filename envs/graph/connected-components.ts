import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Vertex = Schema.NonNegativeInt

/** A connected graph of these vertices, with up to a quarter more edges than vertices. */
const component = (vertices: ReadonlyArray<number>): Gen.Gen<ReadonlyArray<readonly [number, number]>> =>
  Gen.gen(function*() {
    const size = vertices.length
    const most = Math.min(size * (size - 1) / 2, Math.ceil(size * 5 / 4))
    const edges = yield* Gen.connected(size, yield* Gen.int(size - 1, most))
    return edges.map(([one, other]) => [vertices[one]!, vertices[other]!])
  })

export default Environment.make({
  name: "connected-components",
  tags: ["graph", "connectivity"],
  skill: "grouping by direct and indirect links",
  source: "Classic; Hopcroft and Tarjan 1973",
  scale: { vertices: Scale.geometric({ min: 10, max: 150 }) },
  instance: Schema.Struct({ vertices: Schema.Int, edges: Schema.Array(Schema.Tuple(Vertex, Vertex)) }),
  answer: Answer.integer,
  generate: ({ vertices }) =>
    Gen.gen(function*() {
      const sizes = yield* Gen.partition(vertices, yield* Gen.int(1, Math.floor(vertices / 2)))
      const labels = yield* Gen.permutation(vertices)
      const edges: Array<readonly [number, number]> = []
      let taken = 0
      for (const size of sizes) {
        edges.push(...(yield* component(labels.slice(taken, taken + size))))
        taken += size
      }
      return { vertices, edges: yield* Gen.shuffle(edges) }
    }),
  statement: ({ edges, vertices }) =>
    `How many connected components does the graph of the vertices 0 to ${vertices - 1} with the edges ${
      edges.map(([one, other]) => `${one}-${other}`).join(", ")
    } have?`,
  // Every edge between two components makes them one.
  solve: ({ edges, vertices }) => {
    const parents = Array.from({ length: vertices }, (_, vertex) => vertex)
    const root = (vertex: number): number => parents[vertex] === vertex ? vertex : root(parents[vertex]!)
    let components = vertices
    for (const [one, other] of edges) {
      if (root(one) === root(other)) continue
      parents[root(one)] = root(other)
      components--
    }
    return components
  },
  brute: {
    upTo: {},
    // Everything starts with its own colour, and neighbours take on the smaller of theirs until all agree.
    solve: ({ edges, vertices }) => {
      const colours = Array.from({ length: vertices }, (_, vertex) => vertex)
      while (edges.some(([one, other]) => colours[one] !== colours[other])) {
        for (const [one, other] of edges) {
          const smaller = Math.min(colours[one]!, colours[other]!)
          colours[one] = smaller
          colours[other] = smaller
        }
      }
      return new Set(colours).size
    }
  },
  properties: {
    "as many vertices as the scale asks for": ({ edges, vertices }, _, scale) =>
      vertices === scale.vertices && edges.every((edge) => edge.every((vertex) => vertex < vertices)),
    "every edge once, between two vertices": ({ edges }) =>
      edges.every(([one, other]) => one !== other) &&
      new Set(edges.map((edge) => edge.toSorted((a, b) => a - b).join())).size === edges.length,
    "every edge joins two components at most": ({ edges, vertices }, gold) => gold >= vertices - edges.length,
    "at most half as many as vertices": ({ vertices }, gold) => 1 <= gold && gold <= vertices / 2
  }
})
