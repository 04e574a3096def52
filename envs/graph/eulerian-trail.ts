import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Vertex = Schema.NonNegativeInt

type Edge = readonly [number, number]

const named = (one: number, other: number): string => `${Math.min(one, other)}-${Math.max(one, other)}`

export default Environment.make({
  name: "eulerian-trail",
  tags: ["graph", "search"],
  skill: "drawing a figure in one stroke",
  source: "Classic; Euler 1736, Hierholzer 1873",
  scale: { vertices: Scale.geometric({ min: 5, max: 40 }), edges: Scale.geometric({ min: 5, max: 250 }) },
  instance: Schema.Struct({ edges: Schema.Array(Schema.Tuple(Vertex, Vertex)) }),
  answer: Answer.array(Answer.integer),
  // The edges of a walk that never uses one twice.
  generate: ({ edges, vertices }) =>
    Gen.gen(function*() {
      const walked: Array<Edge> = []
      const used = new Set<string>()
      let at = yield* Gen.int(0, vertices - 1)
      while (walked.length < edges) {
        const free = Array.from({ length: vertices }, (_, vertex) => vertex)
          .filter((vertex) => vertex !== at && !used.has(named(at, vertex)))
        if (free.length === 0) return yield* Gen.reject("the walk is stuck")
        const next = yield* Gen.pick(free)
        used.add(named(at, next))
        walked.push(at < next ? [at, next] : [next, at])
        at = next
      }
      return { edges: yield* Gen.shuffle(walked) }
    }),
  statement: ({ edges }) =>
    `List the vertices, in order, of a walk that uses each of these edges exactly once, in either direction: ${
      edges.map(([one, other]) => `${one}-${other}`).join(", ")
    }.`,
  // Hierholzer: walk on until stuck; what is stuck is the end of the trail, and walking goes on from the one before.
  solve: ({ edges }) => {
    const left = new Set(edges)
    const odd = edges.flat().find((vertex) => edges.filter((edge) => edge.includes(vertex)).length % 2 === 1)
    const open = [odd ?? edges[0]![0]]
    const trail: Array<number> = []
    while (open.length > 0) {
      const at = open.at(-1)!
      const edge = [...left].find((edge) => edge.includes(at))
      if (edge === undefined) trail.push(open.pop()!)
      else {
        left.delete(edge)
        open.push(edge[0] === at ? edge[1] : edge[0])
      }
    }
    return trail
  },
  check: ({ edges }, answer) => {
    if (answer.length !== edges.length + 1) {
      return `it lists ${answer.length} vertices, not ${edges.length + 1}`
    }
    const left = new Set(edges.map(([one, other]) => named(one, other)))
    const stray = answer.findIndex((vertex, index) =>
      index > 0 && !left.delete(named(answer[index - 1]!, vertex))
    )
    return stray === -1 || `no edge from ${answer[stray - 1]} to ${answer[stray]} is left`
  },
  brute: {
    upTo: { edges: 12 },
    // From every vertex along every edge that is left, and back where none is.
    solve: ({ edges }) => {
      const extend = (
        trail: ReadonlyArray<number>,
        left: ReadonlyArray<Edge>
      ): ReadonlyArray<number> | undefined => {
        if (left.length === 0) return trail
        for (const edge of left) {
          const [one, other] = edge
          const next = one === trail.at(-1) ? other : other === trail.at(-1) ? one : undefined
          const found = next === undefined
            ? undefined
            : extend([...trail, next], left.filter((another) => another !== edge))
          if (found !== undefined) return found
        }
        return undefined
      }
      for (const start of edges.flat()) {
        const found = extend([start], edges)
        if (found !== undefined) return found
      }
      return []
    }
  },
  properties: {
    "edges as the scale asks for": ({ edges }, _, scale) =>
      edges.length === scale.edges &&
      edges.every(([one, other]) => 0 <= one && one < other && other < scale.vertices),
    "every edge once": ({ edges }) => new Set(edges.map(String)).size === edges.length,
    "the steps are the edges": ({ edges }, gold) => {
      const steps = gold.slice(1).map((vertex, index) =>
        [gold[index]!, vertex].sort((a, b) => a - b).join("-")
      )
      const given = edges.map(([one, other]) => `${one}-${other}`)
      return steps.toSorted().join() === given.toSorted().join()
    }
  }
})
