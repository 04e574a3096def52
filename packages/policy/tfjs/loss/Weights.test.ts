import { expect, test } from "bun:test"
import { tokenWeights } from "./Weights.ts"

test("weights of responses of 1 and 3 tokens out of at most 4", () => {
  expect(tokenWeights("token-mean", [1, 3], 4)).toEqual([1 / 4, 1 / 4])
  expect(tokenWeights("sequence-mean", [1, 3], 4)).toEqual([1 / 2, 1 / 6])
  expect(tokenWeights("fixed-length", [1, 3], 4)).toEqual([1 / 8, 1 / 8])
})
