import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Vertex = Schema.NonNegativeInt

export default Environment.make({
  name: "shortest-path-length",
  tags: ["graph", "optimisation"],
  skill: "comparing routes by their total length",
  source: "Classic; Dijkstra 1959",
  scale: {
    towns: Scale.geometric({ min: 4, max: 50 }),
    detours: Scale.geometric({ min: 1, max: 70 }),
    maxLength: Scale.geometric({ min: 9, max: 99 })
  },
  instance: Schema.Struct({
    towns: Schema.Int,
    roads: Schema.Array(Schema.Tuple(Vertex, Vertex, Schema.Positive)),
    from: Vertex,
    to: Vertex
  }),
  answer: Answer.integer,
  generate: ({ detours, maxLength, towns }) =>
    Gen.gen(function*() {
      const edges = yield* Gen.connected(towns, towns - 1 + detours)
      const lengths = yield* Gen.array(Gen.int(1, maxLength), edges.length)
      const [from, to] = yield* Gen.distinct(0, towns - 1, 2)
      return {
        towns,
        roads: edges.map(([one, other], index) => [one, other, lengths[index]!] as const),
        from: from!,
        to: to!
      }
    }),
  statement: ({ from, roads, to, towns }) =>
    `Roads between the towns 0 to ${towns - 1}, with their lengths: ${
      roads.map(([one, other, length]) => `${one}-${other}: ${length}`).join(", ")
    }. All can be used both ways. How long is the shortest way from ${from} to ${to}?`,
  // Dijkstra's algorithm: the nearest town whose distance is not settled yet comes next.
  solve: ({ from, roads, to, towns }) => {
    const distances = Array.from({ length: towns }, (_, town) => town === from ? 0 : Infinity)
    const open = new Set(distances.keys())
    while (open.has(to)) {
      const nearest = [...open].reduce((a, b) => (distances[b]! < distances[a]! ? b : a))
      open.delete(nearest)
      for (const [one, other, length] of roads) {
        if (one !== nearest && other !== nearest) continue
        const next = one === nearest ? other : one
        distances[next] = Math.min(distances[next]!, distances[nearest]! + length)
      }
    }
    return distances[to]!
  },
  brute: {
    upTo: { towns: 30 },
    // Floyd and Warshall: distances between all towns, by way of one more town at a time.
    solve: ({ from, roads, to, towns }) => {
      const numbers = Array.from({ length: towns }, (_, town) => town)
      const distances = numbers.map((a) => numbers.map((b) => (a === b ? 0 : Infinity)))
      for (const [one, other, length] of roads) {
        distances[one]![other] = length
        distances[other]![one] = length
      }
      for (const by of numbers) {
        for (const row of distances) {
          for (const b of numbers) row[b] = Math.min(row[b]!, row[by]! + distances[by]![b]!)
        }
      }
      return distances[from]![to]!
    }
  },
  properties: {
    "roads as the scale asks for": ({ roads, towns }, _, scale) =>
      towns === scale.towns &&
      roads.length === towns - 1 + scale.detours &&
      roads.every(([, , length]) => 1 <= length && length <= scale.maxLength),
    "different ends": ({ from, to, towns }) => from !== to && from < towns && to < towns,
    "no longer than a direct road": ({ from, roads, to }, gold) =>
      roads.every(([one, other, length]) =>
        gold <= length || !(one === from && other === to || one === to && other === from)
      )
  }
})
