import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "determinant",
  tags: ["algebra", "matrices"],
  skill: "computing a determinant by elimination",
  source: "Classic; Leibniz 1693, Bareiss 1968",
  scale: {
    size: Scale.geometric({ min: 2, max: 22 }),
    maxEntry: Scale.geometric({ min: 5, max: 99 })
  },
  instance: Schema.Struct({
    rows: Schema.Array(Schema.Array(Schema.Int.pipe(Schema.between(-99, 99)))).pipe(Schema.minItems(1))
  }).pipe(
    Schema.filter(({ rows }) => rows.every((row) => row.length === rows.length), {
      message: () => "the matrix must be square"
    })
  ),
  answer: Answer.bigint,
  generate: ({ size, maxEntry }) => Gen.struct({ rows: Gen.grid(size, size, Gen.int(-maxEntry, maxEntry)) }),
  statement: ({ rows }) =>
    `Find the determinant of the matrix with rows ${
      rows.slice(0, -1).map((row) => `[${row.join(", ")}]`).join(", ")
    } and [${rows.at(-1)!.join(", ")}].`,
  // Bareiss: every entry below and right of the pivot becomes a minor, so that the divisions leave no remainder.
  solve: ({ rows }) => {
    let left = rows.map((row) => row.map(BigInt))
    let previous = 1n
    let sign = 1n
    while (left.length > 1) {
      const at = left.findIndex((row) => row[0] !== 0n)
      if (at === -1) return 0n
      if (at % 2 === 1) sign = -sign
      const pivot = left[at]!
      left = left.toSpliced(at, 1).map((row) =>
        row.slice(1).map((entry, column) => (entry * pivot[0]! - row[0]! * pivot[column + 1]!) / previous)
      )
      previous = pivot[0]!
    }
    return sign * left[0]![0]!
  },
  brute: {
    upTo: { size: 9 },
    // Along the first row; minors of the last rows that come up again are looked up by their columns.
    solve: ({ rows }) => {
      const minors = new Map<string, bigint>()
      const minor = (columns: ReadonlyArray<number>): bigint => {
        const known = minors.get(columns.join())
        if (known !== undefined) return known
        const row = rows[rows.length - columns.length]
        const found = row === undefined ? 1n : columns.reduce((sum, column, index) => {
          const product = BigInt(row[column]!) * minor(columns.toSpliced(index, 1))
          return index % 2 === 0 ? sum + product : sum - product
        }, 0n)
        minors.set(columns.join(), found)
        return found
      }
      return minor(rows.map((_, index) => index))
    }
  },
  properties: {
    "of the size that it should have, no entry too large": ({ rows }, _, { maxEntry, size }) =>
      rows.length === size && rows.flat().every((entry) => Math.abs(entry) <= maxEntry),
    "no larger than the product of the rows' lengths": ({ rows }, gold) =>
      gold * gold <= rows.reduce(
        (product, row) => product * BigInt(row.reduce((sum, entry) => sum + entry * entry, 0)),
        1n
      )
  }
})
