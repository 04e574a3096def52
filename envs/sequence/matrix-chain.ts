import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const Size = Schema.Int.pipe(Schema.between(1, 99))

export default Environment.make({
  name: "matrix-chain",
  tags: ["sequence", "dynamic-programming", "optimisation"],
  skill: "choosing the cheapest order of operations",
  source: "Classic; Godbole 1973",
  scale: { matrices: Scale.geometric({ min: 3, max: 60 }), maxSize: Scale.geometric({ min: 9, max: 99 }) },
  /** Rows of the first matrix, then columns of each. */
  instance: Schema.Struct({ sizes: Schema.Array(Size).pipe(Schema.minItems(3), Schema.maxItems(61)) }),
  answer: Answer.integer,
  generate: ({ matrices, maxSize }) => Gen.struct({ sizes: Gen.array(Gen.int(1, maxSize), matrices + 1) }),
  statement: ({ sizes }) =>
    `Multiplying a p x q matrix by a q x r matrix costs p times q times r. The product of matrices of the sizes ${
      sizes.slice(1).map((columns, index) => `${sizes[index]} x ${columns}`).join(", ")
    }, in this order, is wanted. What is the least total cost, over all ways to put brackets?`,
  // For every stretch of matrices, the shortest first: the best place of the last multiplication.
  solve: ({ sizes }) => {
    const least = sizes.map(() => sizes.map(() => 0))
    for (let length = 2; length < sizes.length; length++) {
      for (let start = 0; start + length < sizes.length; start++) {
        const end = start + length
        let best = Infinity
        for (let middle = start + 1; middle < end; middle++) {
          const last = sizes[start]! * sizes[middle]! * sizes[end]!
          best = Math.min(best, least[start]![middle]! + least[middle]![end]! + last)
        }
        least[start]![end] = best
      }
    }
    return least[0]!.at(-1)!
  },
  brute: {
    upTo: { matrices: 7 },
    // Every pair of neighbours as the first to be multiplied, and so on with what is left.
    solve: ({ sizes }) => {
      const cost = (sizes: ReadonlyArray<number>): number =>
        sizes.length === 2
          ? 0
          : Math.min(
            ...sizes.slice(1, -1).map((size, index) =>
              sizes[index]! * size * sizes[index + 2]! + cost(sizes.toSpliced(index + 1, 1))
            )
          )
      return cost(sizes)
    }
  },
  properties: {
    "matrices as the scale asks for": ({ sizes }, _, { matrices, maxSize }) =>
      sizes.length === matrices + 1 && sizes.every((size) => 1 <= size && size <= maxSize),
    "no more than from left to right, or from right to left": ({ sizes }, gold) => {
      const [first, last] = [sizes[0]!, sizes.at(-1)!]
      const total = (end: number, pairs: ReadonlyArray<number>) =>
        pairs.slice(1).reduce((sum, size, index) => sum + end * pairs[index]! * size, 0)
      return gold <= total(first, sizes.slice(1)) && gold <= total(last, sizes.slice(0, -1))
    },
    "each inner size is multiplied with two others at least once": ({ sizes }, gold) =>
      gold >= sizes.slice(1, -1).reduce((sum, size) => sum + size, 0)
  }
})
