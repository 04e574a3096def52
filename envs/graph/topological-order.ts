import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Vertex = Schema.NonNegativeInt

/** Why an order breaks the constraints, or true. */
const judge = (
  vertices: number,
  edges: ReadonlyArray<readonly [number, number]>,
  order: ReadonlyArray<number>
) => {
  if (order.length !== vertices) return `it lists ${order.length} numbers, not ${vertices}`
  const place = new Map(order.map((vertex, index) => [vertex, index]))
  for (let vertex = 0; vertex < vertices; vertex++) if (!place.has(vertex)) return `${vertex} is missing`
  const broken = edges.find(([before, after]) => place.get(before)! > place.get(after)!)
  return broken === undefined ? true : `${broken[0]} must come before ${broken[1]}`
}

export default Environment.make({
  name: "topological-order",
  tags: ["graph", "order"],
  skill: "ordering under precedence constraints",
  source: "Classic; Kahn 1962",
  scale: { vertices: Scale.geometric({ min: 4, max: 80 }), edges: Scale.geometric({ min: 3, max: 120 }) },
  instance: Schema.Struct({ vertices: Schema.Int, edges: Schema.Array(Schema.Tuple(Vertex, Vertex)) }),
  answer: Answer.array(Answer.integer),
  generate: ({ vertices, edges }) =>
    Gen.struct({ vertices: Gen.succeed(vertices), edges: Gen.dag(vertices, edges) }),
  statement: ({ vertices, edges }) =>
    `List the numbers 0 to ${vertices - 1}, each once, in an order with ${
      edges.map(([before, after]) => `${before} before ${after}`).join(", ")
    }.`,
  // Kahn's algorithm: whatever nothing is waiting for comes next.
  solve: ({ vertices, edges }) => {
    const waiting = Array.from({ length: vertices }, () => 0)
    for (const [, after] of edges) waiting[after]!++
    const order = waiting.flatMap((count, vertex) => (count === 0 ? [vertex] : []))
    for (let next = 0; next < order.length; next++) {
      for (const [before, after] of edges) {
        if (before === order[next] && --waiting[after]! === 0) order.push(after)
      }
    }
    return order
  },
  check: ({ vertices, edges }, answer) => judge(vertices, edges, answer),
  brute: {
    upTo: { vertices: 6 },
    // All orders, one number after another, the first that breaks nothing.
    solve: ({ vertices, edges }) => {
      const extend = (order: ReadonlyArray<number>): ReadonlyArray<number> | undefined => {
        if (order.length === vertices) {
          const respected = edges.every(([before, after]) => order.indexOf(before) < order.indexOf(after))
          return respected ? order : undefined
        }
        for (let vertex = 0; vertex < vertices; vertex++) {
          const found = order.includes(vertex) ? undefined : extend([...order, vertex])
          if (found !== undefined) return found
        }
        return undefined
      }
      return extend([]) ?? []
    }
  },
  properties: {
    "what comes before stands before": ({ edges }, gold) =>
      edges.every(([before, after]) => gold.indexOf(before) < gold.indexOf(after)),
    "every number once": ({ vertices }, gold) =>
      gold.length === vertices && gold.toSorted((a, b) => a - b).every((vertex, index) => vertex === index)
  }
})
