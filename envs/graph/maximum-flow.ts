import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Vertex = Schema.NonNegativeInt

const Pipes = Schema.Array(Schema.Tuple(Vertex, Vertex, Schema.Positive))

export default Environment.make({
  name: "maximum-flow",
  tags: ["graph", "optimisation"],
  skill: "sending as much as possible through bottlenecks",
  source: "Classic; Ford and Fulkerson 1956",
  scale: {
    tanks: Scale.geometric({ min: 4, max: 40 }),
    more: Scale.geometric({ min: 2, max: 80 }),
    maxFlow: Scale.geometric({ min: 9, max: 99 })
  },
  /** From the first tank, 0, to the last. */
  instance: Schema.Struct({ tanks: Schema.Int, pipes: Pipes }),
  answer: Answer.integer,
  // In a random order from the first to the last tank, each between them is fed by an earlier one and feeds a later one.
  generate: ({ maxFlow, more, tanks }) =>
    Gen.gen(function*() {
      const between = (yield* Gen.permutation(tanks - 2)).map((tank) => tank + 1)
      const order = [0, ...between, tanks - 1]
      const pipes = new Map<string, readonly [number, number, number]>()
      const lay = (from: number, to: number) =>
        Gen.map(Gen.int(1, maxFlow), (flow) => {
          pipes.set(`${from}>${to}`, [order[from]!, order[to]!, flow])
        })
      for (let tank = 1; tank < tanks - 1; tank++) {
        yield* lay(yield* Gen.int(0, tank - 1), tank)
        yield* lay(tank, yield* Gen.int(tank + 1, tanks - 1))
      }
      for (let left = more; left > 0; left--) {
        const [from, to] = yield* Gen.distinct(0, tanks - 1, 2)
        if (from !== tanks - 1 && to !== 0) yield* lay(from!, to!)
      }
      return { tanks, pipes: yield* Gen.shuffle([...pipes.values()]) }
    }),
  statement: ({ pipes, tanks }) =>
    `Pipes lead from tank to tank, each in one direction and with room for so many litres a minute: ${
      pipes.map(([from, to, flow]) => `${from}>${to}: ${flow}`).join(", ")
    }. Only tank 0 is filled from outside, only tank ${
      tanks - 1
    } is emptied, and the others hold nothing back. How many `
    + `litres a minute can flow from tank 0 to tank ${tanks - 1} at most?`,
  // Edmonds and Karp: along a shortest way with room left, as much as there is room for, which makes room for the reverse.
  solve: ({ pipes, tanks }) => {
    const room = Array.from({ length: tanks }, () => Array.from({ length: tanks }, () => 0))
    for (const [from, to, flow] of pipes) room[from]![to] = flow
    for (let total = 0;;) {
      const before = new Map([[0, 0]])
      for (const [tank] of before) {
        room[tank]!.forEach((left, next) => {
          if (left > 0 && !before.has(next)) before.set(next, tank)
        })
      }
      if (!before.has(tanks - 1)) return total
      const way: Array<readonly [number, number]> = []
      for (let to = tanks - 1; to !== 0; to = before.get(to)!) way.push([before.get(to)!, to])
      const flow = Math.min(...way.map(([from, to]) => room[from]![to]!))
      for (const [from, to] of way) {
        room[from]![to]! -= flow
        room[to]![from]! += flow
      }
      total += flow
    }
  },
  brute: {
    upTo: { tanks: 10 },
    // The least room between two parts, over all ways to part the first tank from the last.
    solve: ({ pipes, tanks }) => {
      let least = Infinity
      for (let part = 0; part < 1 << (tanks - 2); part++) {
        const isNear = (tank: number) => tank === 0 || (tank < tanks - 1 && ((part >> (tank - 1)) & 1) === 1)
        const across = pipes.filter(([from, to]) => isNear(from) && !isNear(to))
        least = Math.min(least, across.reduce((sum, [, , flow]) => sum + flow, 0))
      }
      return least
    }
  },
  properties: {
    "sizes as the scale asks for": ({ pipes, tanks }, _, scale) =>
      tanks === scale.tanks && pipes.length <= 2 * (tanks - 2) + scale.more &&
      pipes.every(([, , flow]) => 1 <= flow && flow <= scale.maxFlow),
    "pipes beside those that are needed, where the scale asks for many": ({ pipes, tanks }, _, { more }) =>
      more < 20 || pipes.length >= 2 * (tanks - 2),
    "every pipe once, between two tanks, none into the first or out of the last": ({ pipes, tanks }) =>
      new Set(pipes.map(([from, to]) => `${from}>${to}`)).size === pipes.length &&
      pipes.every(([from, to]) => from !== to && 0 < to && to < tanks && from < tanks - 1),
    "every tank between them is fed and emptied": ({ pipes, tanks }) =>
      Array.from({ length: tanks - 2 }, (_, index) => index + 1).every((tank) =>
        pipes.some(([from]) => from === tank) && pipes.some(([, to]) => to === tank)
      ),
    "no more than leaves the first tank or comes into the last": ({ pipes, tanks }, gold) => {
      const sum = (some: typeof pipes) => some.reduce((sum, [, , flow]) => sum + flow, 0)
      return 1 <= gold && gold <= sum(pipes.filter(([from]) => from === 0)) &&
        gold <= sum(pipes.filter(([, to]) => to === tanks - 1))
    }
  }
})
