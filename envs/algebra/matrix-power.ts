import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Entry = Schema.Int.pipe(Schema.between(0, 998))

type Matrix = ReadonlyArray<ReadonlyArray<number>>

const times = (left: Matrix, right: Matrix, modulus: number): Matrix =>
  left.map((row) =>
    row.map((_, column) =>
      row.reduce((sum, entry, index) => sum + entry * right[index]![column]!, 0) % modulus
    )
  )

export default Environment.make({
  name: "matrix-power",
  tags: ["algebra", "matrices", "modular"],
  skill: "raising a matrix to a power by repeated squaring",
  source: "Classic; Cayley 1858",
  scale: {
    size: Scale.geometric({ min: 2, max: 12 }),
    maxExponent: Scale.geometric({ min: 4, max: 999_999_999 }),
    maxModulus: Scale.geometric({ min: 10, max: 999 })
  },
  instance: Schema.Struct({
    exponent: Schema.Int.pipe(Schema.between(1, 999_999_999)),
    modulus: Schema.Int.pipe(Schema.between(2, 999)),
    rows: Schema.Array(Schema.Array(Entry)).pipe(Schema.minItems(1))
  }).pipe(
    Schema.filter(({ rows }) => rows.every((row) => row.length === rows.length), {
      message: () => "the matrix must be square"
    })
  ),
  answer: Answer.array(Answer.array(Answer.integer)),
  generate: ({ size, maxExponent, maxModulus }) =>
    Gen.gen(function*() {
      const modulus = yield* Gen.int(maxModulus >> 1, maxModulus)
      return {
        exponent: yield* Gen.int(Math.max(2, maxExponent >> 1), maxExponent),
        modulus,
        rows: yield* Gen.grid(size, size, Gen.int(0, modulus - 1))
      }
    }),
  statement: ({ exponent, modulus, rows }) =>
    `Let A be the matrix with rows ${rows.slice(0, -1).map((row) => `[${row.join(", ")}]`).join(", ")} and [${
      rows.at(-1)!.join(", ")
    }]. Find A^${exponent} with every entry reduced to its remainder modulo ${modulus}, \
as the list of its rows.`,
  solve: ({ exponent, modulus, rows }) => {
    let power = rows
    for (const bit of exponent.toString(2).slice(1)) {
      power = times(power, power, modulus)
      if (bit === "1") power = times(power, rows, modulus)
    }
    return power.map((row) => row.map((entry) => entry % modulus))
  },
  brute: {
    upTo: { size: 5 },
    // Decimal digit by decimal digit: the tenth power of what there is, times as many matrices as the digit says.
    solve: ({ exponent, modulus, rows }) => {
      const size = rows.length
      const followedBy = (matrix: Matrix, count: number, other: Matrix): Matrix => {
        let product = matrix
        for (let done = 0; done < count; done++) {
          product = product.map((row) =>
            Array.from({ length: size }, (_, column) => {
              let entry = 0
              for (let index = 0; index < size; index++) entry += row[index]! * other[index]![column]!
              return entry % modulus
            })
          )
        }
        return product
      }
      const identity = rows.map((row, index) => row.map((_, column) => (column === index ? 1 : 0)))
      return [...String(exponent)].reduce<Matrix>(
        (power, digit) => followedBy(followedBy(identity, 10, power), Number(digit), rows),
        identity
      )
    }
  },
  properties: {
    "of the size that it should have, no number too large, the exponent not small": (
      { exponent, modulus, rows },
      _,
      scale
    ) =>
      rows.length === scale.size && rows.flat().every((entry) => entry < modulus) &&
      1 < exponent && scale.maxExponent >> 1 <= exponent && exponent <= scale.maxExponent &&
      modulus <= scale.maxModulus,
    "remainders": ({ modulus }, gold) => gold.flat().every((entry) => 0 <= entry && entry < modulus)
  }
})
