import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Rational from "@scaler/dsl/Rational"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const gcd = (a: bigint, b: bigint): bigint => b === 0n ? a : gcd(b, a % b)

/** The row without the greatest factor that all of its numbers share, or negated: the equation is the same. */
const reduced = (row: ReadonlyArray<bigint>): ReadonlyArray<bigint> => {
  const divisor = row.reduce(gcd)
  return row.map((value) => value / divisor)
}

/** For each place, n ways out: n times its own steps, less those of where the ways lead, are n. */
const equations = (next: ReadonlyArray<ReadonlyArray<number>>): ReadonlyArray<ReadonlyArray<bigint>> =>
  next.map((ways, place) => [
    ...next.map((_, other) =>
      BigInt((other === place ? ways.length : 0) - ways.filter((way) => way === other).length)
    ),
    BigInt(ways.length)
  ])

export default Environment.make({
  name: "expected-steps",
  tags: ["probability", "linear-algebra"],
  skill: "expected times of a Markov chain by linear equations",
  source: "Classic; Kemeny and Snell 1960, absorbing chains",
  scale: { places: Scale.geometric({ min: 4, max: 40 }), ways: Scale.linear({ min: 2, max: 5 }) },
  instance: Schema.Struct({
    /** Where one gets from each place; the place after the last one is the end. */
    next: Schema.Array(Schema.Array(Schema.NonNegativeInt))
  }),
  answer: Answer.rational,
  // One way out of each place leads ahead, so that the end is reached.
  generate: ({ places, ways }) =>
    Gen.gen(function*() {
      const next: Array<ReadonlyArray<number>> = []
      for (let place = 0; place < places; place++) {
        const ahead = yield* Gen.int(place + 1, Math.min(places, place + 3))
        const others = yield* Gen.array(Gen.int(0, places), ways - 1)
        next.push([ahead, ...others].toSorted((a, b) => a - b))
      }
      return { next }
    }),
  statement: ({ next }) => {
    const ways = next.map((to, place) => `from ${place + 1} to ${to.map((other) => other + 1).join(", ")}`)
    return `A token stands on place 1. A move takes it ${
      ways.join("; ")
    }: each entry of a list is alike likely, so a `
      + `place that is listed twice is twice as likely. It stops on ${next.length + 1}. `
      + `Find the expected number of moves, as a fraction.`
  },
  // Gauss: the last place is eliminated again and again, until the first one is left.
  solve: ({ next }) => {
    let rows = equations(next)
    while (rows.length > 1) {
      const last = rows.length - 1
      const pivot = rows[last]!
      rows = rows.slice(0, last).map((row) =>
        reduced(
          row.map((value, column) => value * pivot[last]! - row[last]! * pivot[column]!).toSpliced(last, 1)
        )
      )
    }
    const [[own = 1n, steps = 0n] = []] = rows
    return Rational.make(steps, own)
  },
  brute: {
    upTo: { places: 7 },
    // Cramer's rule, with determinants expanded along the first column.
    solve: ({ next }) => {
      const determinant = (matrix: ReadonlyArray<ReadonlyArray<number>>): number =>
        matrix.length === 0 ? 1 : matrix.reduce((sum, [first = 0], row) => {
          if (first === 0) return sum
          const minor = determinant(matrix.toSpliced(row, 1).map((line) => line.slice(1)))
          return sum + (row % 2 === 0 ? first : -first) * minor
        }, 0)
      const matrix = next.map((ways, place) =>
        next.map((_, other) =>
          ways.reduce((left, way) => way === other ? left - 1 : left, place === other ? ways.length : 0)
        )
      )
      const replaced = matrix.map((row, place) => [next[place]!.length, ...row.slice(1)])
      return Rational.make(determinant(replaced), determinant(matrix))
    }
  },
  properties: {
    "so many places, and ways out of each, one of them ahead": ({ next }, _, scale) =>
      next.length === scale.places &&
      next.every((ways, place) =>
        ways.length === scale.ways && ways.some((way) => way > place) &&
        ways.every((way) => way <= next.length)
      ),
    // Of the chain with its moves counted up, the 2^60th power, in floating point.
    "the moves that are made in the long run": ({ next }, gold) => {
      const size = next.length
      let power = [
        ...next.map((ways) => [
          ...next.map((_, other) => ways.filter((way) => way === other).length / ways.length),
          1
        ]),
        Array.from({ length: size + 1 }, (_, column) => column === size ? 1 : 0)
      ]
      for (let squared = 0; squared < 60; squared++) {
        const half = power
        power = half.map((row) =>
          row.map((_, column) => row.reduce((sum, value, inner) => sum + value * half[inner]![column]!, 0))
        )
      }
      const moves = power[0]![size]!
      return Math.abs(Number(gold.numerator) / Number(gold.denominator) - moves) <= 1e-6 * moves
    }
  }
})
