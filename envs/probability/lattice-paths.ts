import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Coordinate = Schema.Int.pipe(Schema.between(0, 40))
const Size = Schema.Int.pipe(Schema.between(1, 40))

export default Environment.make({
  name: "lattice-paths",
  tags: ["probability", "counting", "dynamic-programming"],
  skill: "counting monotone paths around obstacles",
  source: "Classic; Whitworth 1878",
  scale: { size: Scale.geometric({ min: 4, max: 40 }), blocked: Scale.geometric({ min: 2, max: 200 }) },
  instance: Schema.Struct({
    right: Size,
    up: Size,
    blocked: Schema.Array(Schema.Tuple(Coordinate, Coordinate)).pipe(Schema.minItems(1), Schema.maxItems(200))
  }).pipe(
    Schema.filter(({ right, up, blocked }) =>
      blocked.every(([x, y]) => (x !== 0 || y !== 0) && (x !== right || y !== up))
    )
  ),
  answer: Answer.bigint,
  // The points of one path stay free.
  generate: ({ size, blocked }) =>
    Gen.gen(function*() {
      const right = yield* Gen.int(Math.ceil(size / 2), size)
      const up = size + Math.ceil(size / 2) - right
      const steps = yield* Gen.shuffle([
        ...Array.from({ length: right }, () => [1, 0] as const),
        ...Array.from({ length: up }, () => [0, 1] as const)
      ])
      const free = new Set(["0,0"])
      let [x, y] = [0, 0]
      for (const [dx, dy] of steps) free.add(`${x += dx},${y += dy}`)
      const points = Array.from(
        { length: (right + 1) * (up + 1) },
        (_, index) => [index % (right + 1), Math.floor(index / (right + 1))] as const
      )
      const others = points.filter((point) => !free.has(point.join()))
      return { right, up, blocked: (yield* Gen.shuffle(others)).slice(0, blocked) }
    }),
  statement: ({ right, up, blocked }) =>
    `How many ways lead from (0,0) to (${right},${up}) in steps of 1 to the right, from (x,y) to (x+1,y), `
    + `or up, from (x,y) to (x,y+1), without visiting ${blocked.map(([x, y]) => `(${x},${y})`).join(", ")}?`,
  solve: ({ right, up, blocked }) => {
    const isBlocked = new Set(blocked.map((point) => point.join()))
    const ways = Array.from({ length: right + 1 }, () => 0n)
    ways[0] = 1n
    for (let y = 0; y <= up; y++) {
      for (let x = 0; x <= right; x++) {
        ways[x] = isBlocked.has(`${x},${y}`) ? 0n : ways[x]! + (ways[x - 1] ?? 0n)
      }
    }
    return ways[right]!
  },
  brute: {
    upTo: {},
    // From all ways to a point, those are taken away that meet each blocked point first.
    solve: ({ right, up, blocked }) => {
      const between = (dx: number, dy: number): bigint => {
        if (dx < 0 || dy < 0) return 0n
        let ways = 1n
        for (let step = 1; step <= dx; step++) ways = ways * BigInt(dy + step) / BigInt(step)
        return ways
      }
      const points = [
        ...new Map([...blocked, [right, up] as const].map((point) => [point.join(), point])).values()
      ]
        .filter(([x, y]) => x <= right && y <= up)
        .sort(([x, y], [u, v]) => x + y - u - v)
      const first: Array<bigint> = []
      for (const [x, y] of points) {
        first.push(
          first.reduce((ways, earlier, index) => {
            const [u, v] = points[index]!
            return ways - earlier * between(x - u, y - v)
          }, between(x, y))
        )
      }
      return first.at(-1)!
    }
  },
  properties: {
    "there is a way": (_, gold) => gold > 0n,
    "as long and as blocked as asked for": ({ right, up, blocked }, _, { size, ...scale }) =>
      right + up === size + Math.ceil(size / 2) && right <= size && up <= size &&
      blocked.length === Math.min(scale.blocked, right * up),
    "blocked points are different points of the grid": ({ right, up, blocked }) =>
      new Set(blocked.map((point) => point.join())).size === blocked.length &&
      blocked.every(([x, y]) => x <= right && y <= up),
    "as many as are walked one by one, of short ones": ({ right, up, blocked }, gold) => {
      const walked = (x: number, y: number): number =>
        x > right || y > up || blocked.some(([atX, atY]) => atX === x && atY === y)
          ? 0
          : x === right && y === up
          ? 1
          : walked(x + 1, y) + walked(x, y + 1)
      return right + up > 12 || BigInt(walked(0, 0)) === gold
    }
  }
})
