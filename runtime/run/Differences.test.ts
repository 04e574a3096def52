import { describe, expect, test } from "bun:test"
import { FastCheck } from "effect"
import { isDeepStrictEqual } from "node:util"
import { differences } from "./Differences.ts"

const json = FastCheck.jsonValue({ maxDepth: 2 }) as FastCheck.Arbitrary<unknown>

describe("differences", () => {
  test("names leaves by their path, with what each value holds there", () => {
    const [first, second, third] = [
      { seed: 1, names: ["a", "b"], same: { x: 0 }, gone: true },
      { seed: 2, names: ["a"], same: { x: 0 }, gone: true },
      { seed: 1, names: "a", same: { x: 0 } }
    ]
    expect(differences([first, second])).toEqual([
      { path: "seed", values: [1, 2] },
      { path: "names.1", values: ["b", undefined] }
    ])
    expect(differences([first, second, third])).toEqual([
      { path: "seed", values: [1, 2, 1] },
      { path: "names", values: [["a", "b"], ["a"], "a"] },
      { path: "gone", values: [true, true, undefined] }
    ])
  })

  test("are none of equal values, and only of those", () => {
    FastCheck.assert(FastCheck.property(json, json, (a, b) => {
      const [x, y] = [JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b))]
      expect(differences([x, structuredClone(x)])).toEqual([])
      if (!isDeepStrictEqual(x, y)) expect(differences([x, y])).not.toEqual([])
    }))
  })
})
