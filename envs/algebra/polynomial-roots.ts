import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"
import * as Polynomial from "./polynomial/Polynomial.ts"

const Coefficient = Schema.String.pipe(Schema.pattern(/^(0|-?[1-9][0-9]*)$/), Schema.maxLength(60))

/** The product of x − root over all roots: its coefficients, that of the highest power first. */
const expanded = (roots: ReadonlyArray<number>): ReadonlyArray<bigint> =>
  roots.reduce<ReadonlyArray<bigint>>(
    (product, root) =>
      [...product, 0n].map((coefficient, index) => coefficient - BigInt(root) * (product[index - 1] ?? 0n)),
    [1n]
  )

export default Environment.make({
  name: "polynomial-roots",
  tags: ["algebra", "polynomials", "equations"],
  skill: "finding the integer roots of a polynomial",
  source: "Classic; Vieta 1591, Descartes 1637",
  scale: {
    degree: Scale.geometric({ min: 2, max: 26 }),
    maxRoot: Scale.geometric({ min: 15, max: 99 })
  },
  instance: Schema.Struct({ coefficients: Schema.Array(Coefficient).pipe(Schema.minItems(3)) }),
  answer: Answer.array(Answer.integer),
  generate: ({ degree, maxRoot }) =>
    Gen.map(Gen.array(Gen.int(-maxRoot, maxRoot), degree), (roots) => ({
      coefficients: expanded(roots).map(String)
    })),
  statement: ({ coefficients }) =>
    `All roots of ${
      Polynomial.show(coefficients)
    } are integers. List them, smallest first, each as often as its multiplicity.`,
  // The squares of the roots add up to the square of the second coefficient less twice the third one.
  solve: ({ coefficients }) => {
    let left = coefficients.map(BigInt)
    const squares = Number(left[1]! ** 2n - 2n * left[2]!)
    const roots: Array<number> = []
    for (let root = -Math.ceil(Math.sqrt(squares)); left.length > 1;) {
      let carry = 0n
      const quotient = left.map((coefficient) => (carry = carry * BigInt(root) + coefficient))
      if (quotient.pop() === 0n) {
        roots.push(root)
        left = quotient
      } else root++
    }
    return roots
  },
  properties: {
    "as many roots as there should be, in order, none too large": (_, gold, { degree, maxRoot }) =>
      gold.length === degree &&
      gold.every((root, index) => Math.abs(root) <= maxRoot && (index === 0 || gold[index - 1]! <= root)),
    "as many values as settle it are those of the product of x less each root": ({ coefficients }, gold) =>
      coefficients.every((_, at) => {
        const x = BigInt(at)
        const value = coefficients.reduce((sum, coefficient) => sum * x + BigInt(coefficient), 0n)
        return value === gold.reduce((product, root) => product * (x - BigInt(root)), 1n)
      })
  }
})
