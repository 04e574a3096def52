import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Vertex = Schema.NonNegativeInt

type Arrow = readonly [number, number]

/** Each but the first with one of the three before it: all hang together, some far from the first. */
const hung = (vertices: ReadonlyArray<number>): Gen.Gen<ReadonlyArray<Arrow>> =>
  Gen.gen(function*() {
    const pairs: Array<Arrow> = []
    for (let index = 1; index < vertices.length; index++) {
      pairs.push([vertices[yield* Gen.int(Math.max(0, index - 3), index - 1)]!, vertices[index]!])
    }
    return pairs
  })

export default Environment.make({
  name: "reachability",
  tags: ["graph", "search"],
  skill: "following arrows to see what can be reached",
  source: "Classic; directed reachability",
  scale: { vertices: Scale.geometric({ min: 6, max: 90 }), loops: Scale.geometric({ min: 3, max: 120 }) },
  instance: Schema.Struct({
    vertices: Schema.Int,
    arrows: Schema.Array(Schema.Tuple(Vertex, Vertex)),
    from: Vertex,
    to: Vertex
  }),
  answer: Answer.boolean,
  // One half can be reached from the start, and from all of the other half the goal can be reached. All arrows between
  // the halves lead away from the goal, but for one, on whose direction the answer hangs.
  generate: ({ loops, vertices }) =>
    Gen.gen(function*() {
      const order = yield* Gen.permutation(vertices)
      const middle = yield* Gen.int(2, vertices - 2)
      const [near, far] = [order.slice(0, middle), order.slice(middle)]
      const bridge = [yield* Gen.pick(near), yield* Gen.pick(far)] as const
      const arrows = [
        (yield* Gen.boolean()) ? bridge : [bridge[1], bridge[0]] as const,
        ...yield* hung(near),
        ...(yield* hung(far)).map(([one, other]) => [other, one] as const)
      ]
      for (let left = loops; left > 0; left--) {
        const [one, other] = yield* Gen.distinct(0, vertices - 1, 2)
        const forward = near.includes(one!) && far.includes(other!)
        const [from, to] = forward ? [other!, one!] : [one!, other!]
        if (!arrows.some((arrow) => arrow[0] === from && arrow[1] === to)) arrows.push([from, to])
      }
      return { vertices, arrows: yield* Gen.shuffle(arrows), from: near[0]!, to: far[0]! }
    }),
  statement: ({ arrows, from, to }) =>
    `Arrows lead from one number to another: ${
      arrows.map(([one, other]) => `${one}>${other}`).join(", ")
    }. Following them forwards only, can ${to} be reached from ${from}, yes or no?`,
  solve: ({ arrows, from, to }) => {
    const reached = new Set([from])
    for (const vertex of reached) {
      for (const [one, other] of arrows) if (one === vertex) reached.add(other)
    }
    return reached.has(to)
  },
  brute: {
    upTo: { vertices: 40 },
    // Warshall: which of all vertices lead to which, by way of one more vertex at a time.
    solve: ({ arrows, from, to, vertices }) => {
      const numbers = Array.from({ length: vertices }, (_, vertex) => vertex)
      const leads = numbers.map((a) => numbers.map((b) => a === b))
      for (const [one, other] of arrows) leads[one]![other] = true
      for (const by of numbers) {
        for (const row of leads) {
          if (row[by]) { for (const b of numbers) row[b] ||= leads[by]![b]! }
        }
      }
      return leads[from]![to]!
    }
  },
  properties: {
    "every vertex has an arrow": ({ arrows, vertices }, _, scale) =>
      vertices === scale.vertices && new Set(arrows.flat()).size === vertices &&
      arrows.flat().every((vertex) => vertex < vertices),
    "arrows as the scale asks for": ({ arrows, vertices }, _, { loops }) =>
      vertices - 1 <= arrows.length && arrows.length <= vertices - 1 + loops,
    "every arrow once, to another vertex": ({ arrows }) =>
      arrows.every(([one, other]) => one !== other) && new Set(arrows.map(String)).size === arrows.length,
    "no arrow leads there directly, or the answer is yes": ({ arrows, from, to }, gold) =>
      from !== to && (gold || arrows.every(([one, other]) => one !== from || other !== to)),
    "an arrow leads away from the start, and one to the goal": ({ arrows, from, to }) =>
      arrows.some(([one]) => one === from) && arrows.some(([, other]) => other === to)
  }
})
