import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Vertex = Schema.NonNegativeInt

type Arrow = readonly [number, number]

/** Arrows in a circle, so that each of these vertices can be reached from each other one. */
const circle = (vertices: ReadonlyArray<number>): ReadonlyArray<Arrow> =>
  vertices.length === 1
    ? []
    : vertices.map((vertex, index) => [vertex, vertices[(index + 1) % vertices.length]!])

export default Environment.make({
  name: "strongly-connected-components",
  tags: ["graph", "connectivity"],
  skill: "finding what can be reached both ways",
  source: "Classic; Tarjan 1972",
  scale: { vertices: Scale.geometric({ min: 6, max: 90 }), chords: Scale.geometric({ min: 3, max: 130 }) },
  instance: Schema.Struct({ vertices: Schema.Int, arrows: Schema.Array(Schema.Tuple(Vertex, Vertex)) }),
  answer: Answer.integer,
  // Circles, and further arrows within them or from an earlier one to a later one.
  generate: ({ chords, vertices }) =>
    Gen.gen(function*() {
      const sizes = yield* Gen.partition(vertices, yield* Gen.int(1, vertices - 1))
      const order = yield* Gen.permutation(vertices)
      const ends = sizes.map((_, index) => sizes.slice(0, index + 1).reduce((sum, size) => sum + size))
      const circles = ends.map((end, index) => order.slice(end - sizes[index]!, end))
      const arrows = circles.flatMap(circle)
      const circleOf = new Map(circles.flatMap((some, at) => some.map((vertex) => [vertex, at] as const)))
      const taken = new Set(arrows.map(String))
      const others = order.flatMap((from) =>
        order.filter((to) => from !== to && circleOf.get(from)! <= circleOf.get(to)!)
          .map((to): Arrow => [from, to])
      ).filter((arrow) => !taken.has(String(arrow)))
      const further = yield* Gen.subset(others, chords)
      return { vertices, arrows: yield* Gen.shuffle([...arrows, ...further]) }
    }),
  statement: ({ arrows, vertices }) =>
    `A graph of the vertices 0 to ${vertices - 1} has the arrows ${
      arrows.map(([one, other]) => `${one}>${other}`).join(", ")
    }. How many strongly connected components does it have? (Two vertices are in the same one if each can be reached `
    + "from the other.)",
  // Kosaraju and Sharir: those that are done with last come first, and what leads to them along arrows is theirs.
  solve: ({ arrows, vertices }) => {
    const seen = new Set<number>()
    const done: Array<number> = []
    const forwards = (vertex: number): void => {
      if (seen.has(vertex)) return
      seen.add(vertex)
      for (const [one, other] of arrows) if (one === vertex) forwards(other)
      done.push(vertex)
    }
    for (let vertex = 0; vertex < vertices; vertex++) forwards(vertex)
    const settled = new Set<number>()
    const backwards = (vertex: number): void => {
      settled.add(vertex)
      for (const [one, other] of arrows) if (other === vertex && !settled.has(one)) backwards(one)
    }
    let components = 0
    for (const vertex of done.toReversed()) {
      if (settled.has(vertex)) continue
      components++
      backwards(vertex)
    }
    return components
  },
  brute: {
    upTo: { vertices: 40 },
    // Warshall: which of all vertices lead to which; then every vertex with the first that it can be reached both ways from.
    solve: ({ arrows, vertices }) => {
      const numbers = Array.from({ length: vertices }, (_, vertex) => vertex)
      const leads = numbers.map((a) => numbers.map((b) => a === b))
      for (const [one, other] of arrows) leads[one]![other] = true
      for (const by of numbers) {
        for (const row of leads) {
          if (row[by]) { for (const b of numbers) row[b] ||= leads[by]![b]! }
        }
      }
      return new Set(numbers.map((a) => numbers.find((b) => leads[a]![b] && leads[b]![a]))).size
    }
  },
  properties: {
    "as many vertices as the scale asks for": ({ arrows, vertices }, _, scale) =>
      vertices === scale.vertices && arrows.flat().every((vertex) => vertex < vertices),
    "as many chords as the scale asks for, beside arrows in circles": (
      { arrows, vertices },
      gold,
      { chords }
    ) => vertices - gold < arrows.length - chords && arrows.length - chords <= vertices,
    "every arrow once, to another vertex": ({ arrows }) =>
      arrows.every(([one, other]) => one !== other) && new Set(arrows.map(String)).size === arrows.length,
    "fewer than vertices": ({ vertices }, gold) => 1 <= gold && gold < vertices
  }
})
