import { fromCoordinates } from "@scaler/dsl/Random"
import * as tf from "@tensorflow/tfjs-core"
import { describe, expect, test } from "bun:test"
import { Effect } from "effect"
import { activate } from "../backend/Backend.ts"
import * as Sampling from "../Sampling.ts"
import { choose } from "./Choice.ts"
import { choices } from "./NextChoice.ts"

await Effect.runPromise(activate({ name: "wasm" }))

const rows = 3
const sampling = { ...Sampling.defaults, maxTokens: 1 }

/** Logits of some likely tokens among many unlikely ones, `[rows, vocabulary]`. */
const logitsOf = (vocabulary: number): Float32Array => {
  const { unit } = fromCoordinates("logits", vocabulary)
  return Float32Array.from({ length: rows * vocabulary }, () => 12 * unit() ** 8 - 4)
}

const onHost = (logits: Float32Array, vocabulary: number, row: number, u: number, temperature: number) =>
  choose(
    logits.subarray(row * vocabulary, (row + 1) * vocabulary),
    { ...sampling, temperature },
    u,
    new Float64Array(vocabulary)
  )

describe("choices of a large vocabulary", () => {
  test.each([[1280, 1], [1280, 0.6], [2001, 1], [2001, 1.7]])(
    "%p tokens at temperature %p are drawn as from all logits",
    async (vocabulary, temperature) => {
      const logits = logitsOf(vocabulary)
      const { unit } = fromCoordinates("draws", vocabulary, temperature)
      const before = tf.memory().numTensors
      const tensor = tf.tensor2d(logits, [rows, vocabulary])
      let others = 0
      for (let round = 0; round < 400; round++) {
        const draws = [{ row: 2, uniform: unit() }, { row: 0, uniform: unit() }]
        const found = await choices(tensor, draws, { ...sampling, temperature })
        draws.forEach(({ row, uniform }, index) => {
          const expected = onHost(logits, vocabulary, row, uniform, temperature)
          const { logProb, token } = found[index]!
          // A number at the border of two tokens falls to either side by rounding.
          if (token !== expected.token) others++
          else expect(Math.abs(logProb - expected.logProb)).toBeLessThan(1e-5)
        })
      }
      expect(others).toBeLessThan(4)
      tensor.dispose()
      expect(tf.memory().numTensors).toBe(before)
    }
  )

  test("temperature 0 takes the first of the most probable tokens", async () => {
    const logits = logitsOf(1500)
    for (const token of [700, 900]) logits[1500 + token] = 20
    const tensor = tf.tensor2d(logits, [rows, 1500])
    const found = await choices(tensor, [{ row: 1, uniform: 0.99 }], { ...sampling, temperature: 0 })
    tensor.dispose()
    expect(found[0]!.token).toBe(700)
    expect(found[0]!.logProb).toBeCloseTo(onHost(logits, 1500, 1, 0, 0).logProb, 5)
  })

  test("what is impossible is never drawn, at no end of the interval and in no padding", async () => {
    const logits = new Float32Array(rows * 1500).fill(-Infinity)
    for (const row of [0, 1, 2]) logits[row * 1500 + 300] = logits[row * 1500 + 1499] = row
    const tensor = tf.tensor2d(logits, [rows, 1500])
    const tokens = []
    for (const uniform of [0, 0.49, 0.51, 1 - 2 ** -53]) {
      const found = await choices(tensor, [{ row: 1, uniform }], sampling)
      tokens.push(found[0]!.token)
      expect(found[0]!.logProb).toBeCloseTo(Math.log(0.5), 6)
    }
    tensor.dispose()
    expect(tokens).toEqual([300, 300, 1499, 1499])
  })

  test.each([0, 1])(
    "logits that are no numbers have a log-probability that is none, at temperature %p",
    async (temperature) => {
      const logits = logitsOf(1500)
      logits[7] = NaN
      const tensor = tf.tensor2d(logits, [rows, 1500])
      const found = await choices(tensor, [{ row: 0, uniform: 0.5 }], { ...sampling, temperature })
      tensor.dispose()
      expect(found[0]!.logProb).toBeNaN()
    }
  )
})
