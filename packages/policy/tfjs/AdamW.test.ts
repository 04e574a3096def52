import { fromCoordinates } from "@scaler/dsl/Random"
import * as tf from "@tensorflow/tfjs-core"
import { beforeAll, expect, test } from "bun:test"
import { Effect } from "effect"
import { activateReadable } from "../backend/activateReadable.ts"
import * as AdamW from "./AdamW.ts"

beforeAll(() => Effect.runPromise(activateReadable))

const config = { beta1: 0.9, beta2: 0.95, epsilon: 1e-3, weightDecay: 0.1, maxGradientNorm: 1 }

/** Algorithm 2 of Loshchilov and Hutter for one number, step by step. */
const plain = (start: number, gradients: ReadonlyArray<number>, rate: number, decay: number): number => {
  let [weight, first, second] = [start, 0, 0]
  gradients.forEach((gradient, index) => {
    first = config.beta1 * first + (1 - config.beta1) * gradient
    second = config.beta2 * second + (1 - config.beta2) * gradient * gradient
    const meanFirst = first / (1 - config.beta1 ** (index + 1))
    const meanSecond = second / (1 - config.beta2 ** (index + 1))
    weight -= rate * (meanFirst / (Math.sqrt(meanSecond) + config.epsilon) + decay * weight)
  })
  return weight
}

/** Weights after some steps, and what the algorithm makes of the same gradients, each divided by `divisor(norm)`. */
const course = async (maxGradientNorm: number | null, divisor: (norm: number) => number) => {
  const { unit } = fromCoordinates("adamw")
  const random = (size: number) => Float32Array.from({ length: size }, () => 2 * unit() - 1)
  const start = { matrix: random(6), vector: random(3) }
  const steps = [0.1, 0.3, 5].map((scale) => ({
    matrix: random(6).map((value) => value * scale),
    vector: random(3).map((value) => value * scale)
  }))
  const norms = steps.map(({ matrix, vector }) => Math.hypot(...matrix, ...vector))
  expect(norms.map((norm) => norm > 1)).toEqual([false, false, true])

  let weights: ReadonlyArray<tf.Tensor> = [tf.tensor2d(start.matrix, [2, 3]), tf.tensor1d(start.vector)]
  let moments = AdamW.initial(weights)
  for (const [index, { matrix, vector }] of steps.entries()) {
    const gradients = [tf.tensor2d(matrix, [2, 3]), tf.tensor1d(vector)]
    const norm = await AdamW.globalNorm(gradients)
    expect(norm).toBeCloseTo(norms[index]!, 4)
    const next = AdamW.step({ ...config, maxGradientNorm }, 0.05, weights, moments, gradients, norm)
    weights = next.weights
    moments = next.moments
  }
  expect(moments.steps).toBe(3)
  const expected = (which: "matrix" | "vector", decay: number) =>
    Array.from(
      start[which],
      (value, at) =>
        plain(value, steps.map((step, index) => step[which][at]! / divisor(norms[index]!)), 0.05, decay)
    )
  return {
    weights: weights.map((weight) => [...weight.dataSync()]),
    expected: [expected("matrix", 0.1), expected("vector", 0)]
  }
}

test.each([
  ["clipping by the norm over all weights", 1, (norm: number) => Math.max(1, norm)],
  ["no clipping where there is no bound", null, () => 1]
])(
  "follows the algorithm: bias correction, decay of matrices only, %s",
  async (_, maxGradientNorm, divisor) => {
    const { expected, weights } = await course(maxGradientNorm, divisor)
    for (const [index, values] of weights.entries()) {
      for (const [at, value] of values.entries()) expect(value).toBeCloseTo(expected[index]![at]!, 5)
    }
  }
)

test.each([Number.NaN, Infinity, -Infinity])(
  "the norm of gradients that hold %p is not finite",
  async (value) => {
    expect(Number.isFinite(await AdamW.globalNorm([tf.tensor1d([1, value]), tf.tensor1d([1])]))).toBe(false)
  }
)
