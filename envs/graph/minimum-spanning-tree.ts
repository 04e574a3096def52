import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Vertex = Schema.NonNegativeInt

export default Environment.make({
  name: "minimum-spanning-tree",
  tags: ["graph", "optimisation"],
  skill: "connecting everything at the least cost",
  source: "Classic; Boruvka 1926, Kruskal 1956",
  scale: {
    houses: Scale.geometric({ min: 4, max: 50 }),
    choices: Scale.geometric({ min: 1, max: 80 }),
    maxCost: Scale.geometric({ min: 9, max: 99 })
  },
  instance: Schema.Struct({
    houses: Schema.Int,
    cables: Schema.Array(Schema.Tuple(Vertex, Vertex, Schema.Positive))
  }),
  answer: Answer.integer,
  generate: ({ choices, houses, maxCost }) =>
    Gen.gen(function*() {
      const edges = yield* Gen.connected(houses, houses - 1 + choices)
      const costs = yield* Gen.array(Gen.int(1, maxCost), edges.length)
      return { houses, cables: edges.map(([one, other], index) => [one, other, costs[index]!] as const) }
    }),
  statement: ({ cables, houses }) =>
    `Cables can be laid between the houses 0 to ${houses - 1}, at these costs: ${
      cables.map(([one, other, cost]) => `${one}-${other}: ${cost}`).join(", ")
    }. What is the least total cost of connecting all houses, directly or through others?`,
  // Kruskal: the cheapest cable that joins two groups comes next.
  solve: ({ cables, houses }) => {
    const groups = Array.from({ length: houses }, (_, house) => house)
    let total = 0
    for (const [one, other, cost] of cables.toSorted((a, b) => a[2] - b[2])) {
      const [kept, joined] = [groups[one]!, groups[other]!]
      if (kept === joined) continue
      total += cost
      groups.forEach((group, house) => {
        if (group === joined) groups[house] = kept
      })
    }
    return total
  },
  brute: {
    upTo: {},
    // The dearest cable that is not needed to reach every house is given up, as long as there is one.
    solve: ({ cables, houses }) => {
      const connects = (some: typeof cables) => {
        const reached = new Set([0])
        for (const house of reached) {
          for (const [one, other] of some) {
            if (one === house) reached.add(other)
            if (other === house) reached.add(one)
          }
        }
        return reached.size === houses
      }
      const left = cables.toSorted((a, b) => b[2] - a[2]).reduce((kept, cable) => {
        const without = kept.filter((other) => other !== cable)
        return connects(without) ? without : kept
      }, cables)
      return left.reduce((total, [, , cost]) => total + cost, 0)
    }
  },
  properties: {
    "cables as the scale asks for": ({ cables, houses }, _, scale) =>
      houses === scale.houses &&
      cables.length === houses - 1 + scale.choices &&
      cables.every(([, , cost]) => 1 <= cost && cost <= scale.maxCost),
    "no less than the cheapest cables, as many as are needed": ({ cables, houses }, gold) =>
      gold >= cables.map(([, , cost]) => cost).sort((a, b) => a - b).slice(0, houses - 1)
        .reduce((total, cost) => total + cost, 0)
  }
})
