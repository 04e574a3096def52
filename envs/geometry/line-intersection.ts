import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Rational from "@scaler/dsl/Rational"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Coefficient = Schema.Int.pipe(Schema.between(-99, 99))

/** `y = slope x + intercept`, as it is written. */
const format = ([slope, intercept]: readonly [number, number]): string => {
  const steep = slope === 1 ? "x" : slope === -1 ? "-x" : `${slope}x`
  if (slope === 0) return `y = ${intercept}`
  return intercept === 0 ? `y = ${steep}` : `y = ${steep} ${intercept < 0 ? "-" : "+"} ${Math.abs(intercept)}`
}

export default Environment.make({
  name: "line-intersection",
  tags: ["geometry", "linear-algebra"],
  skill: "the extreme point where lines meet",
  source: "Classic; arrangements of lines",
  scale: { lines: Scale.geometric({ min: 2, max: 130 }), coefficient: Scale.geometric({ min: 6, max: 99 }) },
  instance: Schema.Struct({
    /** Slope and intercept of each. */
    lines: Schema.Array(Schema.Tuple(Coefficient, Coefficient)).pipe(Schema.minItems(2), Schema.maxItems(130))
  }).pipe(
    Schema.filter(({ lines }) =>
      new Set(lines.map(([slope]) => slope)).size > 1 &&
      new Set(lines.map((line) => line.join())).size === lines.length
    )
  ),
  answer: Answer.array(Answer.rational),
  generate: ({ lines, coefficient }) =>
    Gen.struct({
      lines: Gen.filter(
        Gen.points(lines, -coefficient, coefficient),
        (drawn) => new Set(drawn.map(([slope]) => slope)).size > 1,
        "all lines are parallel"
      )
    }),
  statement: ({ lines }) =>
    lines.length === 2
      ? `In which point do the lines ${lines.map(format).join(" and ")} meet? List its x and its y.`
      : `Of the points in which two or more of the lines ${
        lines.map(format).join(", ")
      } meet, find the leftmost one `
        + `(with the smallest x), of several such the lowest (with the smallest y). List its x and its y.`,
  // Far to the left the lines lie in the order of their slopes; the first two to meet are neighbours there.
  solve: ({ lines }) => {
    const sorted = lines.toSorted(([slope, at], [other, height]) => other - slope || at - height)
    let [left, low, width] = [Infinity, Infinity, 1]
    for (const [index, [slope, intercept]] of sorted.slice(1).entries()) {
      const [steeper, below] = sorted[index]!
      const run = steeper - slope
      if (run === 0) continue
      const [x, y] = [intercept - below, slope * (intercept - below) + intercept * run]
      const further = x * width - left * run
      if (left === Infinity || further < 0 || (further === 0 && y * width < low * run)) {
        left = x
        low = y
        width = run
      }
    }
    return [Rational.make(left, width), Rational.make(low, width)]
  },
  brute: {
    upTo: {},
    // Cramer's rule for all pairs of lines.
    solve: ({ lines }) => {
      const points = lines.flatMap(([m, b], index) =>
        lines.slice(index + 1).filter(([n]) => n !== m).map(([n, c]) =>
          [Rational.make(c - b, m - n), Rational.make(m * c - n * b, m - n)] as const
        )
      )
      const compare = (p: Rational.Rational, q: Rational.Rational) =>
        Number(p.numerator * q.denominator - q.numerator * p.denominator)
      return points.reduce((best, point) =>
        (compare(point[0], best[0]) || compare(point[1], best[1])) < 0 ? point : best
      )
    }
  },
  properties: {
    "so many lines within bounds": ({ lines }, _, scale) =>
      lines.length === scale.lines && lines.flat().every((value) => Math.abs(value) <= scale.coefficient),
    "on two lines at least": ({ lines }, [x, y]) =>
      lines.filter(([slope, intercept]) =>
        (BigInt(slope) * x!.numerator + BigInt(intercept) * x!.denominator) * y!.denominator ===
          y!.numerator * x!.denominator
      ).length > 1
  }
})
