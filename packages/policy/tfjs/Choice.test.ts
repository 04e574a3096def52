import { fromCoordinates, seed } from "@scaler/dsl/Random"
import { describe, expect, test } from "bun:test"
import { FastCheck } from "effect"
import { choose, uniform } from "./Choice.ts"

/** Logits on a grid: equal or clearly different, so that rounding does not decide which of two comes first. */
const logitsOf = FastCheck.array(FastCheck.integer({ min: -512, max: 512 }), { minLength: 1, maxLength: 12 })
  .map((values) => Float32Array.from(values, (value) => value / 64))

interface Truncation {
  readonly topP: number
  readonly topK: number
  readonly minP: number
}

/** Softmax and truncation as written down in words, over exact sorting and filtering. */
const reference = (logits: Float32Array, temperature: number, { minP, topK, topP }: Truncation) => {
  const weights = Array.from(logits, (logit) => Math.exp(logit / temperature))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const probabilities = weights.map((weight) => weight / total)
  const order = probabilities.map((p, token) => ({ p, token })).sort((a, b) => b.p - a.p || a.token - b.token)
  const highest = order[0]!.p
  const left = order.filter(({ p }, rank) => (topK === 0 || rank < topK) && p >= minP * highest)
  const mass = left.reduce((sum, { p }) => sum + p, 0)
  const before = left.map((_, index) => left.slice(0, index).reduce((sum, { p }) => sum + p, 0) / mass)
  const allowed = topP >= 1 ? left : left.filter((_, index) => before[index]! < topP)
  // Numbers that meet a bound but for rounding may fall on either side of it.
  const isTie = before.some((sum) => Math.abs(sum - topP) < 1e-9)
    || order.some(({ p }) => Math.abs(p - minP * highest) < 1e-12)
  return { probabilities, isTie, allowed: new Map(allowed.map(({ p, token }) => [token, p])) }
}

const whole: Truncation = { topP: 1, topK: 0, minP: 0 }

const pick = (logits: Float32Array, temperature: number, truncation: Truncation, u: number) =>
  choose(
    logits,
    { ...truncation, maxTokens: 1, temperature, stop: [] },
    u,
    new Float64Array(logits.length)
  )

describe("choose", () => {
  test("draws only what is left, with the log-probability of the untruncated distribution", () => {
    FastCheck.assert(FastCheck.property(
      logitsOf,
      FastCheck.double({ min: 0.3, max: 3, noNaN: true }),
      FastCheck.record({
        topP: FastCheck.double({ min: 0.05, max: 1, noNaN: true }),
        topK: FastCheck.nat(6),
        minP: FastCheck.oneof(FastCheck.constant(0), FastCheck.double({ min: 0, max: 1, noNaN: true }))
      }),
      FastCheck.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (logits, temperature, truncation, u) => {
        const { logProb, token } = pick(logits, temperature, truncation, u)
        const { allowed, isTie, probabilities } = reference(logits, temperature, truncation)
        FastCheck.pre(!isTie)
        expect(allowed.has(token)).toBe(true)
        expect(logProb).toBeCloseTo(Math.log(probabilities[token]!), 8)
      }
    ))
  })

  test.each([
    [1, whole],
    [0.7, { ...whole, topP: 0.8 }],
    [2, { ...whole, topP: 0.95 }],
    [1, { ...whole, topK: 3 }],
    [1.5, { ...whole, minP: 0.3 }],
    [1.2, { topP: 0.9, topK: 4, minP: 0.1 }]
  ])(
    "frequencies at temperature %p with %p",
    (temperature, truncation) => {
      const logits = Float32Array.of(0.3, -1, 2, 1.1, 0.3, -3)
      const { allowed } = reference(logits, temperature, truncation)
      const mass = [...allowed.values()].reduce((sum, p) => sum + p, 0)
      const { unit } = fromCoordinates("frequencies", temperature, JSON.stringify(truncation))
      const draws = 40_000
      const counts = new Map<number, number>()
      for (let index = 0; index < draws; index++) {
        const { token } = pick(logits, temperature, truncation, unit())
        counts.set(token, (counts.get(token) ?? 0) + 1)
      }
      expect([...counts.keys()].every((token) => allowed.has(token))).toBe(true)
      for (const [token, p] of allowed) {
        const expected = p / mass
        const deviation = Math.sqrt(expected * (1 - expected) / draws)
        expect(Math.abs((counts.get(token) ?? 0) / draws - expected)).toBeLessThan(5 * deviation + 1e-9)
      }
    }
  )

  test("temperature 0 takes the first of the most probable tokens, with its probability at temperature 1", () => {
    const { logProb, token } = pick(Float32Array.of(1, 3, 3, 0), 0, whole, 0.99)
    expect(token).toBe(1)
    const total = Math.exp(1) + 2 * Math.exp(3) + 1
    expect(logProb).toBeCloseTo(3 - Math.log(total), 10)
  })

  test("a logit of minus infinity is never drawn, even at the ends of the unit interval", () => {
    const logits = Float32Array.of(-Infinity, 0, -Infinity)
    for (const u of [0, 0.5, 1 - 2 ** -53]) expect(pick(logits, 1, whole, u).token).toBe(1)
  })

  test("a token's number depends on seed, sample and place, each by itself", () => {
    const numbers = [[1, 0, 0], [2, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]].map(([s, sample, place]) =>
      uniform(seed("choice", s!), sample!, place!)
    )
    expect(new Set(numbers).size).toBe(5)
    expect(uniform(seed("choice", 1), 0, 0)).toBe(numbers[0]!)
  })
})
