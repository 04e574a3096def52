/**
 * Signatures that tell how similar sets are without the sets (Broder 1997), and an index that finds the sets that are
 * (locality-sensitive hashing, Indyk and Motwani 1998).
 */
import { seed } from "@scaler/dsl/Random"

/** Permutations of the hashes: a signature's length. The estimate's standard error is √(s · (1 − s) / 256), 1/32 at most. */
export const permutations = 256

/**
 * Places of a signature that must all be equal for two sets to be compared: at similarity 0.8 a band of them is so with
 * probability 0.41, and one of the 64 bands but for one pair in 10¹⁴.
 */
const bandRows = 4

/** By place, the least of a permutation's values over a set. */
export type Signature = Uint32Array

const seeds = Array.from({ length: permutations }, (_, at) => seed("minhash", at))

/** Factors, odd so that multiplying permutes the 32-bit words, and summands: a permutation each. */
const factors = Uint32Array.from(seeds, ([factor]) => factor | 1)
const summands = Uint32Array.from(seeds, ([, summand]) => summand)

/** A bijection of 32-bit words that makes close ones unlike (MurmurHash3's finalizer). */
const mix = (word: number): number => {
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35)
  return (word ^ (word >>> 16)) >>> 0
}

/** The signature of a set, whatever its order. */
export const signature = (set: ReadonlySet<string>): Signature => {
  const least = new Uint32Array(permutations).fill(2 ** 32 - 1)
  for (const member of set) {
    const [hash] = seed("minhash", member)
    for (let at = 0; at < permutations; at++) {
      const value = mix(Math.imul(hash, factors[at]!) + summands[at]!)
      if (value < least[at]!) least[at] = value
    }
  }
  return least
}

/** The estimated similarity of two sets: the share of permutations with the same least value. */
export const estimate = (a: Signature, b: Signature): number => {
  let equal = 0
  for (let at = 0; at < permutations; at++) if (a[at] === b[at]) equal++
  return equal / permutations
}

/** Sets by their signatures, each under a key. */
export interface Index<Key> {
  /** The set that is most similar to this one, if any is at least as similar as the index asks. */
  readonly closest: (
    signature: Signature
  ) => { readonly key: Key; readonly similarity: number } | undefined
  readonly add: (key: Key, signature: Signature) => void
}

const bandsOf = (signature: Signature): ReadonlyArray<string> =>
  Array.from(
    { length: permutations / bandRows },
    (_, band) => `${band}:${signature.subarray(band * bandRows, (band + 1) * bandRows).join()}`
  )

/** An index of sets that are at least `threshold` similar. */
export const index = <Key>(threshold: number): Index<Key> => {
  interface Entry {
    readonly key: Key
    readonly signature: Signature
  }
  const having = new Map<string, Array<Entry>>()
  return {
    closest: (signature) => {
      const candidates = new Set(bandsOf(signature).flatMap((band) => having.get(band) ?? []))
      let best: { readonly key: Key; readonly similarity: number } | undefined
      for (const candidate of candidates) {
        const similarity = estimate(candidate.signature, signature)
        if (similarity >= threshold && similarity > (best?.similarity ?? 0)) {
          best = { key: candidate.key, similarity }
        }
      }
      return best
    },
    add: (key, signature) => {
      const entry = { key, signature }
      for (const band of bandsOf(signature)) {
        const entries = having.get(band)
        if (entries === undefined) having.set(band, [entry])
        else entries.push(entry)
      }
    }
  }
}
