import { expect, test } from "bun:test"
import { FastCheck as fc } from "effect"
import type { Problem } from "./Problem.ts"
import { select } from "./Selection.ts"

const problems = (...sizes: ReadonlyArray<number>): ReadonlyArray<Problem> =>
  sizes.flatMap((size, stratum) =>
    Array.from({ length: size }, (_, index) => ({
      id: `${stratum}-${index}`,
      system: "",
      statement: "",
      gold: "",
      stratum: String(stratum),
      repeats: 1
    }))
  )

test("each stratum has its share, as near as whole problems allow", () => {
  fc.assert(fc.property(
    fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 }),
    fc.integer({ min: 0, max: 200 }),
    fc.integer(),
    (sizes, limit, seed) => {
      const all = problems(...sizes)
      const chosen = select(all, limit, seed)
      expect(chosen.length).toBe(Math.min(limit, all.length))
      expect(new Set(chosen).size).toBe(chosen.length)
      for (const [stratum, size] of sizes.entries()) {
        const count = chosen.filter((problem) => problem.stratum === String(stratum)).length
        expect(Math.abs(count - chosen.length * size / all.length)).toBeLessThan(1)
      }
    }
  ))
})

test("the order of the file does not matter, the seed does", () => {
  const all = problems(40, 20)
  const ids = (chosen: ReadonlyArray<Problem>) => chosen.map(({ id }) => id).toSorted()
  expect(ids(select(all.toReversed(), 12, 1))).toEqual(ids(select(all, 12, 1)))
  expect(ids(select(all, 12, 2))).not.toEqual(ids(select(all, 12, 1)))
})
