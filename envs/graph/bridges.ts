import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Vertex = Schema.NonNegativeInt

export default Environment.make({
  name: "bridges",
  tags: ["graph", "connectivity"],
  skill: "finding the links that nothing can replace",
  source: "Classic; Tarjan 1974",
  scale: { vertices: Scale.geometric({ min: 9, max: 140 }) },
  instance: Schema.Struct({ vertices: Schema.Int, links: Schema.Array(Schema.Tuple(Vertex, Vertex)) }),
  answer: Answer.integer,
  // Few links more than a tree has, so that some are replaceable and some are not.
  generate: ({ vertices }) =>
    Gen.gen(function*() {
      const more = yield* Gen.int(1, Math.ceil(vertices / 3))
      return { vertices, links: yield* Gen.connected(vertices, vertices - 1 + more) }
    }),
  statement: ({ links, vertices }) =>
    `The links ${links.map(([one, other]) => `${one}-${other}`).join(", ")} connect all of 0 to ${
      vertices - 1
    }, directly or through others. How many of these links are such that without `
    + "that link alone not all would be connected?",
  // Depth-first: a link down is a bridge where nothing below it leads back above it.
  solve: ({ links, vertices }) => {
    const depths = Array.from({ length: vertices }, () => -1)
    let bridges = 0
    const lowest = (vertex: number, link: number, depth: number): number => {
      depths[vertex] = depth
      let low = depth
      links.forEach(([one, other], index) => {
        if (index === link || (one !== vertex && other !== vertex)) return
        const next = one === vertex ? other : one
        if (depths[next]! >= 0) {
          low = Math.min(low, depths[next]!)
          return
        }
        const below = lowest(next, index, depth + 1)
        if (below > depth) bridges++
        low = Math.min(low, below)
      })
      return low
    }
    lowest(0, -1, 0)
    return bridges
  },
  brute: {
    upTo: { vertices: 60 },
    // Every link is left out once.
    solve: ({ links, vertices }) =>
      links.filter((without) => {
        const reached = new Set([0])
        for (const vertex of reached) {
          for (const link of links) {
            if (link !== without && link.includes(vertex)) link.forEach((end) => reached.add(end))
          }
        }
        return reached.size < vertices
      }).length
  },
  properties: {
    "sizes as the scale asks for": ({ links, vertices }, _, scale) =>
      vertices === scale.vertices && vertices <= links.length &&
      links.length < vertices + Math.ceil(vertices / 3),
    "three links or more can be replaced": ({ links }, gold) => gold <= links.length - 3,
    "every link to the only neighbour of an end": ({ links }, gold) => {
      const degree = (vertex: number) => links.filter((link) => link.includes(vertex)).length
      return gold >= links.filter(([one, other]) => degree(one) === 1 || degree(other) === 1).length
    }
  }
})
