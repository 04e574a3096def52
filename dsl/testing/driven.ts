import * as FastCheck from "effect/FastCheck"
import { fromWords, type Random } from "../Random.ts"

/** Randomness of given words, then of zeros, of which a generator may take 10,000 before it fails. */
export const wordsThenZeros = (words: ReadonlyArray<number>): Random => {
  let next = 0
  return fromWords(() => {
    if (next > words.length + 10_000) throw new Error("The generator does not end on zeros")
    return words[next++] ?? 0
  })
}

/** Such randomness from words that fast-check chooses and shrinks. */
export const driven: FastCheck.Arbitrary<Random> = FastCheck
  .array(FastCheck.integer({ min: 0, max: 2 ** 32 - 1 }), { maxLength: 60 })
  .map(wordsThenZeros)
