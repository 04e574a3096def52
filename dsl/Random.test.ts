import { describe, expect, test } from "bun:test"
import { fromCoordinates, fromSeed, fromWords, seed, seedsBelow } from "./Random.ts"
import { chiSquare, limit } from "./testing/chiSquare.ts"

describe("known answers: a change of these changes every instance ever drawn", () => {
  test("seeds", () => {
    expect([seed(), seed(""), seed("a"), seed(1), seed("instance", 7, "sum", 0, 1)]).toMatchSnapshot()
  })

  test("streams", () => {
    const random = fromCoordinates("instance", 7, "sum", 0, 1)
    expect({
      words: Array.from({ length: 8 }, random.u32),
      dice: Array.from({ length: 8 }, () => random.below(6)),
      large: Array.from({ length: 4 }, () => random.below(2 ** 53 - 1)),
      units: Array.from({ length: 4 }, random.unit)
    }).toMatchSnapshot()
  })

  test("sfc32 is sfc32: an independent formulation in bigints agrees", () => {
    const mask = 0xffffffffn
    let [a, b, c, counter] = [1n, 2n, 3n, 4n]
    const next = () => {
      const result = (a + b + counter) & mask
      counter = (counter + 1n) & mask
      a = b ^ (b >> 9n)
      b = (c * 9n) & mask
      c = ((((c << 21n) | (c >> 11n)) & mask) + result) & mask
      return Number(result)
    }
    for (let round = 0; round < 12; round++) next()
    const random = fromSeed([1, 2, 3, 4])
    expect(Array.from({ length: 100 }, random.u32)).toEqual(Array.from({ length: 100 }, next))
  })
})

describe("coordinates", () => {
  test("every prefix, type, split and order is another stream", () => {
    const coordinates = [
      [],
      [""],
      ["", ""],
      ["a"],
      ["a", ""],
      ["ab"],
      ["a", "b"],
      ["b", "a"],
      [1],
      ["1"],
      [1, 2],
      [12],
      ["1", "2"],
      [-1],
      [0],
      [1.5],
      ["\u0000"],
      ["é"],
      ["😀"]
    ]
    expect(new Set(coordinates.map((each) => seed(...each).join())).size).toBe(coordinates.length)
    expect(seed("a", 1)).toEqual(seed("a", 1))
  })

  test("seeds below the same first coordinates are those of all coordinates", () => {
    const below = seedsBelow("instance", 7, "sum")
    for (const rest of [[], [0], [0, "é"], ["0"], [-1.5, 2 ** 53]]) {
      expect(below(...rest)).toEqual(seed("instance", 7, "sum", ...rest))
      expect(seedsBelow()(...rest)).toEqual(seed(...rest))
    }
  })

  test("a change of one coordinate by one flips each of the 128 bits half the time", () => {
    const flips = Array.from({ length: 128 }, () => 0)
    const trials = 4000
    for (let trial = 0; trial < trials; trial++) {
      const before = seed("instance", 7, "sum", trial % 30, trial)
      const after = seed("instance", 7, "sum", trial % 30, trial + 1)
      for (let bit = 0; bit < 128; bit++) {
        flips[bit]! += ((before[bit >> 5]! ^ after[bit >> 5]!) >>> (bit & 31)) & 1
      }
    }
    // Six standard deviations of a binomial with chance ½.
    const slack = 6 * Math.sqrt(trials) / 2
    for (const count of flips) expect(Math.abs(count - trials / 2)).toBeLessThan(slack)
  })

  test("first words over consecutive indices are uniform and unrelated to each other", () => {
    const pairs = Array.from({ length: 256 }, () => 0)
    let previous = 0
    for (let index = 0; index < 51_200; index++) {
      const nibble = fromCoordinates("instance", 0, "sum", 3, index).u32() >>> 28
      pairs[previous * 16 + nibble]!++
      previous = nibble
    }
    expect(chiSquare(pairs)).toBeLessThan(limit(255))
  })
})

describe("below", () => {
  test.each([2, 3, 6, 7, 10, 100, 641])("is uniform under %i", (bound) => {
    const random = fromCoordinates("below", bound)
    const counts = Array.from({ length: bound }, () => 0)
    for (let draw = 0; draw < bound * 200; draw++) counts[random.below(bound)]!++
    expect(chiSquare(counts)).toBeLessThan(limit(bound - 1))
  })

  test.each([3 * 2 ** 30, 2 ** 31 + 1, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 3 * 2 ** 51, 2 ** 53 - 1])(
    "is uniform under %i, where taking the remainder would not be",
    (bound) => {
      const random = fromCoordinates("below", bound)
      const thirds = [0, 0, 0]
      const parity = [0, 0]
      for (let draw = 0; draw < 30_000; draw++) {
        const value = random.below(bound)
        expect(Number.isSafeInteger(value) && value >= 0 && value < bound).toBe(true)
        thirds[Math.floor((value / bound) * 3)]!++
        parity[value % 2]!++
      }
      expect(chiSquare(thirds)).toBeLessThan(limit(2))
      expect(chiSquare(parity)).toBeLessThan(limit(1))
    }
  )

  test("is the remainder of the first word below the last whole multiple of the bound, in bigints", () => {
    const source = fromCoordinates("words")
    const edges = [1, 2, 3, 7, 2 ** 16 + 1, 2 ** 31 - 1, 2 ** 31, 2 ** 31 + 1, 2 ** 32 - 1, 2 ** 32]
    for (let trial = 0; trial < 20_000; trial++) {
      const bound = trial % 3 === 0 ? edges[trial % edges.length]! : 1 + (source.u32() >>> source.below(32))
      const multiple = bound * Math.max(1, Math.floor(source.u32() / bound))
      const words = [
        trial % 2 === 0 ? source.u32() : Math.min(2 ** 32 - 1, multiple - 1 + source.below(3)),
        0
      ]
      const [first] = words
      const limit = 2n ** 32n - (2n ** 32n % BigInt(bound))
      const expected = BigInt(first!) < limit ? BigInt(first!) % BigInt(bound) : 0n
      expect(fromWords(() => words.shift()!).below(bound)).toBe(Number(expected))
    }
  })

  test("draws again for words above the last whole multiple of the bound", () => {
    const words = [2 ** 32 - 1, 2 ** 32 - 4, 11]
    expect(fromWords(() => words.shift()!).below(6)).toBe(11 % 6)
    expect(words).toEqual([])
  })

  test.each([0, -1, 1.5, NaN, Infinity, 2 ** 53])("refuses %d", (bound) => {
    expect(() => fromCoordinates().below(bound)).toThrow(RangeError)
  })
})

test("unit is uniform on [0, 1) and reaches neither end from the extreme words", () => {
  const random = fromCoordinates("unit")
  const counts = Array.from({ length: 64 }, () => 0)
  for (let draw = 0; draw < 20_000; draw++) counts[Math.floor(random.unit() * 64)]!++
  expect(chiSquare(counts)).toBeLessThan(limit(63))
  expect(fromWords(() => 0).unit()).toBe(0)
  expect(fromWords(() => 2 ** 32 - 1).unit()).toBe(1 - 2 ** -53)
})
