import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Rational from "@scaler/dsl/Rational"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Coefficient = Schema.Int.pipe(Schema.between(-99, 99))

const Equation = Schema.Struct({
  coefficients: Schema.Array(Coefficient),
  constant: Schema.Int.pipe(Schema.between(-999_999, 999_999))
})
type Equation = Schema.Schema.Type<typeof Equation>

/**
 * The solution, by fraction-free elimination in the manner of Bareiss: the divisions leave no remainder. Undefined where
 * there is none, or more than one.
 */
const solution = (equations: ReadonlyArray<Equation>): ReadonlyArray<Rational.Rational> | undefined => {
  let rows = equations.map(({ coefficients, constant }) => [...coefficients, constant].map(BigInt))
  let previous = 1n
  for (let column = 0; column < rows.length; column++) {
    const at = rows.findIndex((row, index) => index >= column && row[column] !== 0n)
    const pivot = rows[at]
    if (pivot === undefined) return undefined
    rows = rows.with(at, rows[column]!).with(column, pivot).map((row, index) =>
      index === column
        ? row
        : row.map((entry, place) => (entry * pivot[column]! - row[column]! * pivot[place]!) / previous)
    )
    previous = pivot[column]!
  }
  return rows.map((row, index) => Rational.make(row.at(-1)!, row[index]!))
}

const show = ({ coefficients, constant }: Equation): string => {
  const [first, ...others] = coefficients.flatMap((coefficient, index) =>
    coefficient === 0 ? [] : [`${coefficient} x${index + 1}`.replace(/^(-?)1 /, "$1")]
  )
  const signed = others.map((term) => (term.startsWith("-") ? ` - ${term.slice(1)}` : ` + ${term}`))
  return `${first}${signed.join("")} = ${constant}`
}

/** The determinant, by its definition as a sum over permutations, along the first row. */
const determinant = ([first = [], ...others]: ReadonlyArray<ReadonlyArray<bigint>>): bigint =>
  others.length === 0 ? first[0]! : first.reduce((sum, entry, column) => {
    const product = entry * determinant(others.map((row) => row.toSpliced(column, 1)))
    return column % 2 === 0 ? sum + product : sum - product
  }, 0n)

export default Environment.make({
  name: "linear-system",
  tags: ["algebra", "equations", "matrices"],
  skill: "solving simultaneous linear equations by elimination",
  source: "Classic; The Nine Chapters on the Mathematical Art, chapter 8",
  scale: {
    unknowns: Scale.geometric({ min: 2, max: 16 }),
    maxCoefficient: Scale.geometric({ min: 4, max: 99 })
  },
  instance: Schema.Struct({ equations: Schema.Array(Equation).pipe(Schema.minItems(1)) }).pipe(
    Schema.filter(
      ({ equations }) =>
        equations.every(({ coefficients }) => coefficients.length === equations.length) &&
        solution(equations) !== undefined,
      { message: () => "there must be exactly one solution" }
    )
  ),
  answer: Answer.array(Answer.rational),
  // The solution is drawn first, in whole numbers; the constants follow from it.
  generate: ({ unknowns, maxCoefficient }) =>
    Gen.gen(function*() {
      const number = Gen.int(-maxCoefficient, maxCoefficient)
      const values = yield* Gen.array(number, unknowns)
      const equations = (yield* Gen.grid(unknowns, unknowns, number)).map((coefficients) => ({
        coefficients,
        constant: coefficients.reduce((sum, coefficient, index) => sum + coefficient * values[index]!, 0)
      }))
      return solution(equations) === undefined ? yield* Gen.reject("more than one solution") : { equations }
    }),
  statement: ({ equations }) =>
    `Solve ${equations.map(show).join("; ")}. List ${
      equations.map((_, index) => `x${index + 1}`).join(", ")
    } in this order.`,
  solve: ({ equations }) => solution(equations)!,
  brute: {
    upTo: { unknowns: 5 },
    // Cramer's rule.
    solve: ({ equations }) => {
      const rows = equations.map(({ coefficients }) => coefficients.map(BigInt))
      return rows.map((_, column) =>
        Rational.make(
          determinant(rows.map((row, index) => row.with(column, BigInt(equations[index]!.constant)))),
          determinant(rows)
        )
      )
    }
  },
  properties: {
    "as many unknowns as there should be, no number too large": ({ equations }, gold, scale) =>
      equations.length === scale.unknowns &&
      equations.every(({ coefficients }) =>
        coefficients.every((coefficient) => Math.abs(coefficient) <= scale.maxCoefficient)
      ) &&
      gold.every(({ denominator, numerator }) =>
        denominator === 1n && Math.abs(Number(numerator)) <= scale.maxCoefficient
      ),
    "every equation holds": ({ equations }, gold) =>
      equations.every(({ coefficients, constant }) =>
        coefficients.reduce(
          (sum, coefficient, index) => sum + coefficient * Number(gold[index]!.numerator),
          0
        ) ===
          constant
      )
  }
})
