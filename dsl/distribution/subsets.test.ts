import { describe, expect, test } from "bun:test"
import * as FastCheck from "effect/FastCheck"
import { fromCoordinates } from "../Random.ts"
import { driven } from "../testing/driven.ts"
import { expectUniform } from "../testing/tally.ts"
import { partition, subset } from "./subsets.ts"

const random = (name: string) => fromCoordinates("subsets test", name)

describe("subsets", () => {
  test("every one is alike likely", () => {
    const source = random("subset")
    expectUniform(20, 10_000, () => subset(source, 6, 3))
    expectUniform(6, 3000, () => subset(source, 6, 5))
    expect(subset(source, 4, 4)).toEqual([0, 1, 2, 3])
    expect(subset(source, 0, 0)).toEqual([])
  })

  test("are different numbers in ascending order", () => {
    FastCheck.assert(
      FastCheck.property(driven, FastCheck.nat(40), FastCheck.nat(40), (source, size, others) => {
        const numbers = subset(source, size + others, size)
        expect(numbers).toHaveLength(size)
        expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
        expect(numbers.every((number) => number >= 0 && number < size + others)).toBe(true)
      })
    )
  })

  test.each([4, -1, 0.5, NaN])("%d of three are refused", (size) => {
    expect(() => subset(random("refused"), 3, size)).toThrow("size must be a whole number from 0 to 3")
  })
})

describe("partitions", () => {
  /** How many sequences of so many parts there are, by trying every first part. */
  const count = (total: number, parts: number, least: number): number => {
    if (parts === 0) return total === 0 ? 1 : 0
    let sum = 0
    for (let first = least; first <= total - (parts - 1) * least; first++) {
      sum += count(total - first, parts - 1, least)
    }
    return sum
  }

  test.each([[7, 3, 1], [4, 3, 0], [0, 3, -1], [12, 2, 3], [5, 5, 1], [9, 1, 2]])(
    "every one of %d into %d from %d up is alike likely",
    (total, parts, least) => {
      const outcomes = count(total, parts, least)
      const source = random(`partition ${total}`)
      if (outcomes > 1) expectUniform(outcomes, outcomes * 500, () => partition(source, total, parts, least))
      else {expect(partition(source, total, parts, least)).toEqual(Array.from({ length: parts }, () =>
          total / parts))}
    }
  )

  test("have their number, their least and their sum", () => {
    const least = FastCheck.integer({ min: -9, max: 9 })
    FastCheck.assert(
      FastCheck.property(driven, FastCheck.integer({ min: 1, max: 30 }), least, FastCheck.nat(2 ** 40), (
        source,
        parts,
        least,
        rest
      ) => {
        const values = partition(source, parts * least + rest, parts, least)
        expect(values).toHaveLength(parts)
        expect(values.every((value) => value >= least)).toBe(true)
        expect(values.reduce((sum, value) => sum + value, 0)).toBe(parts * least + rest)
      })
    )
  })

  test.each([
    [5, 6, 1, "partition: 6 parts from 1 up have a sum above 5"],
    [5, 0, 1, "partition: parts must be a whole number from 1 up, not 0"],
    [5.5, 2, 1, "partition: total must be"],
    [5, 2, 0.5, "partition: least must be"]
  ])("of %d into %d from %d up is refused", (total, parts, least, message) => {
    expect(() => partition(random("refused"), total, parts, least)).toThrow(message)
  })
})
