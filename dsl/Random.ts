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

const multipliers = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93] as const

const avalanche = (word: number): number => {
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35)
  return (word ^ (word >>> 16)) >>> 0
}

/**
 * Hashes coordinates to a seed. Each is tagged with its type and length, so that `("a", "b")` and `("ab")`,
 * `1` and `"1"` differ. Four lanes in the manner of MurmurHash3 (Appleby, 2011), mixed into each other at the end.
 */
export const seed = (...coordinates: ReadonlyArray<Coordinate>): Seed => {
  const lanes: [number, number, number, number] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0xdeadbeef]
  const absorb = (word: number) => {
    for (let lane = 0; lane < 4; lane++) {
      let mixed = Math.imul(word, multipliers[lane]!)
      mixed = (mixed << (15 + lane)) | (mixed >>> (17 - lane))
      const state = lanes[lane]! ^ Math.imul(mixed, multipliers[(lane + 1) & 3]!)
      lanes[lane] = (Math.imul((state << 13) | (state >>> 19), 5) + 0xe6546b64) | 0
    }
  }
  for (const coordinate of coordinates) {
    const text = String(coordinate)
    absorb((typeof coordinate === "number" ? 0x80000000 : 0) | text.length)
    for (let i = 0; i < text.length; i++) absorb(text.charCodeAt(i))
  }
  const sum = lanes[0] ^ lanes[1] ^ lanes[2] ^ lanes[3]
  return [
    avalanche(lanes[0] ^ sum),
    avalanche(lanes[1] + sum),
    avalanche(lanes[2] ^ Math.imul(sum, 3)),
    avalanche(lanes[3] + Math.imul(sum, 7))
  ]
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
      if (!(Number.isSafeInteger(bound) && bound >= 1)) {
        throw new RangeError(`below(${bound}): the bound must be a whole number from 1 to 2^53 - 1`)
      }
      if (bound === 1) return 0
      if (bound <= two32) {
        const limit = two32 - (two32 % bound)
        for (;;) {
          const word = u32()
          if (word < limit) return word % bound
        }
      }
      const limit = 2 ** 53 - (2 ** 53 % bound)
      for (;;) {
        const word = u53()
        if (word < limit) return word % bound
      }
    },
    unit: () => u53() / 2 ** 53
  }
}
