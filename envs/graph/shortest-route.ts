import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Vertex = Schema.NonNegativeInt

const Edges = Schema.Array(Schema.Tuple(Vertex, Vertex))

type Edges = typeof Edges.Type

const isEdge = (edges: Edges, a: number, b: number): boolean =>
  edges.some(([one, other]) => (one === a && other === b) || (one === b && other === a))

export default Environment.make({
  name: "shortest-route",
  tags: ["graph", "search"],
  skill: "breadth-first search for a route",
  source: "Classic; Moore 1959",
  scale: { stations: Scale.geometric({ min: 5, max: 110 }), loops: Scale.geometric({ min: 1, max: 40 }) },
  instance: Schema.Struct({ stations: Schema.Int, lines: Edges, from: Vertex, to: Vertex }),
  answer: Answer.array(Answer.integer),
  // The ends have no train between them, unless there is one between any two stations.
  generate: ({ loops, stations }) =>
    Gen.gen(function*() {
      const lines = yield* Gen.connected(stations, stations - 1 + loops)
      const [from, ...others] = yield* Gen.permutation(stations)
      const far = others.find((other) => !isEdge(lines, from!, other))
      return { stations, lines, from: from!, to: far ?? others[0]! }
    }),
  statement: ({ from, lines, stations, to }) =>
    `Trains run both ways between these pairs of the stations 0 to ${stations - 1}: ${
      lines.map(([one, other]) => `${one}-${other}`).join(", ")
    }. List the stations of a route from ${from} to ${to} with as few stations as possible, both ends included.`,
  // Breadth-first from the end, so that following the stations that each was reached from leads there.
  solve: ({ from, lines, to }) => {
    const next = new Map([[to, to]])
    for (const [station] of next) {
      for (const [one, other] of lines) {
        if (one === station && !next.has(other)) next.set(other, station)
        if (other === station && !next.has(one)) next.set(one, station)
      }
    }
    const route = [from]
    while (route.at(-1) !== to) route.push(next.get(route.at(-1)!)!)
    return route
  },
  check: ({ from, lines, to }, answer, gold) => {
    if (answer[0] !== from) return `it does not begin at ${from}`
    if (answer.at(-1) !== to) return `it does not end at ${to}`
    const gap = answer.findIndex((station, index) => index > 0 && !isEdge(lines, answer[index - 1]!, station))
    if (gap !== -1) return `no train runs from ${answer[gap - 1]} to ${answer[gap]}`
    return answer.length === gold.length || `${answer.length} stations are more than needed`
  },
  brute: {
    upTo: { stations: 9 },
    // All routes that visit no station twice; the first of the shortest.
    solve: ({ from, lines, stations, to }) => {
      const routes = (route: ReadonlyArray<number>): ReadonlyArray<ReadonlyArray<number>> =>
        route.at(-1) === to
          ? [route]
          : Array.from({ length: stations }, (_, station) => station)
            .filter((station) => !route.includes(station) && isEdge(lines, route.at(-1)!, station))
            .flatMap((station) => routes([...route, station]))
      return routes([from]).reduce((a, b) => (b.length < a.length ? b : a))
    }
  },
  properties: {
    "stations and lines as the scale asks for": ({ lines, stations }, _, scale) =>
      stations === scale.stations &&
      lines.length === stations - 1 + scale.loops,
    "no train between the ends, unless they are everywhere": ({ from, lines, stations, to }) =>
      !isEdge(lines, from, to) || lines.filter((line) => line.includes(from)).length === stations - 1,
    "from one end to the other, by train": ({ from, lines, to }, gold) =>
      from !== to && gold[0] === from && gold.at(-1) === to &&
      gold.every((station, index) => index === 0 || isEdge(lines, gold[index - 1]!, station)),
    "no train skips a part of the route": ({ lines }, gold) =>
      gold.every((station, index) => gold.slice(index + 2).every((later) => !isEdge(lines, station, later)))
  }
})
