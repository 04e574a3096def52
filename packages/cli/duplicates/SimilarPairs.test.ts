import { expect, test } from "bun:test"
import { FastCheck } from "effect"
import { similarPairs } from "./SimilarPairs.ts"

const sets = FastCheck.array(
  FastCheck.uniqueArray(FastCheck.constantFrom(..."abcdefghij"), { maxLength: 8 }),
  {
    maxLength: 12
  }
)

test("finds the pairs that a comparison of each with each finds", () => {
  let found = 0
  FastCheck.assert(
    FastCheck.property(sets, FastCheck.constantFrom(0.2, 0.5, 0.8, 1), (lists, threshold) => {
      const pairs = similarPairs(lists.map((list) => new Set(list)), threshold)
      const expected = lists.flatMap((a, first) =>
        lists.flatMap((b, second) => {
          const common = a.filter((gram) => b.includes(gram)).length
          const similarity = common / new Set([...a, ...b]).size
          return first < second && similarity >= threshold ? [{ first, second, similarity }] : []
        })
      )
      expect(pairs).toEqual(expected)
      found += pairs.length
    }),
    { numRuns: 500, seed: 1 }
  )
  expect(found).toBeGreaterThan(500)
})

test("leaves out pairs that may not be", () => {
  const same = [new Set(["a"]), new Set(["a"]), new Set(["a"])]
  const pairs = similarPairs(same, 1, (first, second) => first + second !== 2)
  expect(pairs.map(({ first, second }) => [first, second])).toEqual([[0, 1], [1, 2]])
})
