import { fromCoordinates } from "@scaler/dsl/Random"
import * as tf from "@tensorflow/tfjs-core"
import { beforeAll, expect, test } from "bun:test"
import { Effect } from "effect"
import * as Backend from "../backend/Backend.ts"
import * as AdamW from "./AdamW.ts"

beforeAll(() => Effect.runPromise(Backend.activate({ threads: 1 })))

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

test("follows the algorithm: bias correction, decay of matrices only, clipping by the norm over all weights", () => {
  const { unit } = fromCoordinates("adamw")
  const random = (size: number) => Float32Array.from({ length: size }, () => 2 * unit() - 1)
  const start = { matrix: random(6), vector: random(3) }
  // The last gradients are long and so are clipped.
  const steps = [0.1, 0.3, 5].map((scale) => ({
    matrix: random(6).map((value) => value * scale),
    vector: random(3).map((value) => value * scale)
  }))
  const norms = steps.map(({ matrix, vector }) => Math.hypot(...matrix, ...vector))
  expect(norms.map((norm) => norm > 1)).toEqual([false, false, true])

  let weights: ReadonlyArray<tf.Tensor> = [tf.tensor2d(start.matrix, [2, 3]), tf.tensor1d(start.vector)]
  let moments = AdamW.initial(weights)
  steps.forEach(({ matrix, vector }, index) => {
    const gradients = [tf.tensor2d(matrix, [2, 3]), tf.tensor1d(vector)]
    const norm = AdamW.globalNorm(gradients)
    expect(norm).toBeCloseTo(norms[index]!, 4)
    const next = AdamW.step(config, 0.05, weights, moments, gradients, norm)
    weights = next.weights
    moments = next.moments
  })
  expect(moments.steps).toBe(3)
  const clipped = (which: "matrix" | "vector", at: number) =>
    steps.map((step, index) => step[which][at]! / Math.max(1, norms[index]!))
  weights[0]!.dataSync().forEach((value, at) =>
    expect(value).toBeCloseTo(plain(start.matrix[at]!, clipped("matrix", at), 0.05, 0.1), 5)
  )
  weights[1]!.dataSync().forEach((value, at) =>
    expect(value).toBeCloseTo(plain(start.vector[at]!, clipped("vector", at), 0.05, 0), 5)
  )
})

test.each([Number.NaN, Infinity, -Infinity])("the norm of gradients that hold %p is not finite", (value) => {
  expect(Number.isFinite(AdamW.globalNorm([tf.tensor1d([1, value]), tf.tensor1d([1])]))).toBe(false)
})
