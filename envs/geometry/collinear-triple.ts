import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

type Point = readonly [number, number]

const gcd = (a: number, b: number): number => b === 0 ? Math.abs(a) : gcd(b, a % b)

/** Why these three are no answer, or true. */
const judge = (points: ReadonlyArray<Point>, numbers: ReadonlyArray<number>) => {
  if (numbers.length !== 3) return `it lists ${numbers.length} numbers, not 3`
  if (new Set(numbers).size !== 3) return "a number stands there twice"
  const [a, b, c] = numbers.map((number) => points[number - 1])
  if (a === undefined || b === undefined || c === undefined) {
    return `points are numbered 1 to ${points.length}`
  }
  const isStraight = (b[0] - a[0]) * (c[1] - a[1]) === (b[1] - a[1]) * (c[0] - a[0])
  return isStraight || "these three points do not lie on a line"
}

export default Environment.make({
  name: "collinear-triple",
  tags: ["geometry", "search"],
  skill: "finding three points on a line",
  source: "Classic; Gajentaan and Overmars 1995",
  scale: { points: Scale.geometric({ min: 5, max: 180 }), size: Scale.geometric({ min: 10, max: 999 }) },
  instance: Schema.Struct({ points: Schema.Array(Schema.Tuple(Schema.Int, Schema.Int)) }),
  answer: Answer.array(Answer.integer),
  // Three of the points are made to lie on a line; others may by chance.
  generate: ({ points, size }) =>
    Gen.gen(function*() {
      const drawn = yield* Gen.points(points - 1, 0, size)
      const [first, last] = drawn as [Point, Point]
      const [dx, dy] = [last[0] - first[0], last[1] - first[1]]
      const step = gcd(dx, dy)
      const along = Array.from({ length: 2 * size + 1 }, (_, index) => index - size)
        .map((times) => [first[0] + times * dx / step, first[1] + times * dy / step] as const)
        .filter((point) => point.every((value) => 0 <= value && value <= size))
      const free = along.filter(([x, y]) => !drawn.some(([u, v]) => x === u && y === v))
      if (free.length === 0) return yield* Gen.reject("no third point fits on the line")
      return { points: yield* Gen.shuffle([...drawn, yield* Gen.pick(free)]) }
    }),
  statement: ({ points }) =>
    `Here are ${points.length} points, numbered from 1: ${points.map(([x, y]) => `(${x},${y})`).join(", ")}. `
    + `List the numbers of three different points that lie on one straight line, in any order.`,
  // From each point, two others in the same direction or in opposite ones.
  solve: ({ points }) => {
    for (const [index, [x, y]] of points.entries()) {
      const seen = new Map<string, number>()
      for (let other = 0; other < index; other++) {
        const [dx, dy] = [points[other]![0] - x, points[other]![1] - y]
        const divisor = gcd(dx, dy) * (dx < 0 || (dx === 0 && dy < 0) ? -1 : 1)
        const direction = `${dx / divisor},${dy / divisor}`
        const third = seen.get(direction)
        if (third !== undefined) return [third + 1, other + 1, index + 1]
        seen.set(direction, other)
      }
    }
    throw new Error("No three points lie on a line")
  },
  check: ({ points }, answer) => judge(points, answer),
  brute: {
    upTo: { points: 60 },
    solve: ({ points }) => {
      for (let a = 1; a <= points.length; a++) {
        for (let b = 1; b < a; b++) {
          for (let c = 1; c < b; c++) if (judge(points, [a, b, c]) === true) return [c, b, a]
        }
      }
      return []
    }
  },
  properties: {
    "so many different points within bounds": ({ points }, _, { size, ...scale }) =>
      points.length === scale.points && new Set(points.map((point) => point.join())).size === points.length &&
      points.flat().every((value) => 0 <= value && value <= size),
    "the triangle of three different points has no area": ({ points }, gold) => {
      const [[x, y], [u, v], [s, t]] = gold.map((number) => points[number - 1]!) as [Point, Point, Point]
      return new Set(gold).size === 3 && gold.length === 3 && x * (v - t) + u * (t - y) + s * (y - v) === 0
    }
  }
})
