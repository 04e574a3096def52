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
  skill: "where lines meet first",
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
  answer: Answer.rational,
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
      ? `The lines ${lines.map(format).join(" and ")} meet in one point. What is its x?`
      : `In the points where two or more of these lines meet, what is the smallest x? ${
        lines.map(format).join(", ")
      }`,
  // Far to the left the lines lie in the order of their slopes; the first two to meet are neighbours there.
  solve: ({ lines }) => {
    const sorted = lines.toSorted(([slope, at], [other, height]) => other - slope || at - height)
    let [rise, run] = [Infinity, 1]
    for (const [index, [slope, intercept]] of sorted.slice(1).entries()) {
      const [steeper, below] = sorted[index]!
      const closing = steeper - slope
      if (closing > 0 && (intercept - below) * run < rise * closing) {
        rise = intercept - below
        run = closing
      }
    }
    return Rational.make(rise, run)
  },
  brute: {
    upTo: {},
    // All pairs of lines.
    solve: ({ lines }) => {
      const meetings = lines.flatMap(([m, b], index) =>
        lines.slice(index + 1).filter(([n]) => n !== m).map(([n, c]) => Rational.make(c - b, m - n))
      )
      return meetings.reduce((a, b) => b.numerator * a.denominator < a.numerator * b.denominator ? b : a)
    }
  },
  properties: {
    "so many lines within bounds": ({ lines }, _, scale) =>
      lines.length === scale.lines && lines.flat().every((value) => Math.abs(value) <= scale.coefficient),
    "two lines are equally high there": ({ lines }, { numerator, denominator }) =>
      new Set(lines.map(([slope, intercept]) => BigInt(slope) * numerator + BigInt(intercept) * denominator))
        .size <
        lines.length
  }
})
