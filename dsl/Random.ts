/**
 * Randomness as a function of named coordinates.
 *
 * `fromCoordinates("draw", runSeed, environment, level, index)` is the same stream on every machine and in every
 * process; a change of one coordinate gives an unrelated stream, and no stream is ever shared.
 */

/** A source of uniform random numbers. */
export interface Random {
  /** Uniform on the integers 0 … 2³² − 1. */
  readonly u32: () => number
  /** Uniform on the integers 0 … `bound` − 1, without bias; `bound` is an integer in 1 … 2⁵³ − 1. */
  readonly below: (bound: number) => number
  /** Uniform on [0, 1) in steps of 2⁻⁵³. */
  readonly unit: () => number
}

/** What names a stream: text and safe integers. */
export type Coordinate = string | number

/** 128 bits, as four unsigned 32-bit words. */
export type Seed = readonly [number, number, number, number]

const avalanche = (word: number): number => {
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35)
  return (word ^ (word >>> 16)) >>> 0
}

/** What coordinates have been hashed to so far: four lanes in the manner of MurmurHash3 (Appleby, 2011). */
type Lanes = readonly [number, number, number, number]

const start: Lanes = [0x9e3779b9 | 0, 0x243f6a88, 0xb7e15162 | 0, 0xdeadbeef | 0]

const mixed = (lane: number, word: number, first: number, second: number, turn: number): number => {
  const product = Math.imul(word, first)
  const state = lane ^ Math.imul((product << turn) | (product >>> (32 - turn)), second)
  return (Math.imul((state << 13) | (state >>> 19), 5) + 0xe6546b64) | 0
}

/** Takes coordinates in, each tagged with its type and length. The lanes are written out, since every draw runs this. */
const absorb = ([a, b, c, d]: Lanes, coordinates: ReadonlyArray<Coordinate>): Lanes => {
  for (const coordinate of coordinates) {
    const text = String(coordinate)
    for (let i = -1; i < text.length; i++) {
      const word = i >= 0
        ? text.charCodeAt(i)
        : (typeof coordinate === "number" ? 0x80000000 : 0) | text.length
      a = mixed(a, word, 0x239b961b, 0xab0e9789, 15)
      b = mixed(b, word, 0xab0e9789, 0x38b34ae5, 16)
      c = mixed(c, word, 0x38b34ae5, 0xa1e38b93, 17)
      d = mixed(d, word, 0xa1e38b93, 0x239b961b, 18)
    }
  }
  return [a, b, c, d]
}

/** The lanes, mixed into each other. */
const finished = ([a, b, c, d]: Lanes): Seed => {
  const sum = a ^ b ^ c ^ d
  return [
    avalanche(a ^ sum),
    avalanche(b + sum),
    avalanche(c ^ Math.imul(sum, 3)),
    avalanche(d + Math.imul(sum, 7))
  ]
}

/** Hashes coordinates to a seed; `("a", "b")` and `("ab")`, `1` and `"1"` differ. */
export const seed = (...coordinates: ReadonlyArray<Coordinate>): Seed => finished(absorb(start, coordinates))

/** Seeds below the same first coordinates, which are hashed once: `seedsBelow(a, b)(c)` is `seed(a, b, c)`. */
export const seedsBelow = (
  ...first: ReadonlyArray<Coordinate>
): (...rest: ReadonlyArray<Coordinate>) => Seed => {
  const lanes = absorb(start, first)
  return (...rest) => finished(absorb(lanes, rest))
}

/** A stream from a seed: sfc32 (Doty-Humphrey, PractRand), warmed up by 12 rounds. */
export const fromSeed = ([first, second, third, fourth]: Seed): Random => {
  let a = first | 0
  let b = second | 0
  let c = third | 0
  let counter = fourth | 0
  const u32 = () => {
    const result = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + result | 0
    return result >>> 0
  }
  for (let round = 0; round < 12; round++) u32()
  return fromWords(u32)
}

/** The stream that coordinates name. */
export const fromCoordinates = (...coordinates: ReadonlyArray<Coordinate>): Random =>
  fromSeed(seed(...coordinates))

const two32 = 4294967296

/** A `Random` over any source of 32-bit words: what property tests use to drive a generator by their own choices. */
export const fromWords = (u32: () => number): Random => {
  const u53 = () => (u32() >>> 5) * 67108864 + (u32() >>> 6)
  return {
    u32,
    below: (bound) => {
      // The engine takes remainders by small bounds fast, and these are what draws are made of.
      if (bound === (bound | 0) && bound > 1) {
        for (;;) {
          const word = u32()
          const rest = word % bound
          if (word - rest <= two32 - bound) return rest
        }
      }
      if (!(Number.isSafeInteger(bound) && bound >= 1)) {
        throw new RangeError(`below(${bound}): the bound must be a whole number from 1 to 2^53 - 1`)
      }
      if (bound === 1) return 0
      const [next, words] = bound <= two32 ? [u32, two32] : [u53, 2 ** 53]
      const limit = words - (words % bound)
      for (;;) {
        const word = next()
        if (word < limit) return word % bound
      }
    },
    unit: () => u53() / 2 ** 53
  }
}
