/**
 * How the products of a feed-forward block are made: from a layer's pass forward two of them may be kept, and the pass for
 * its gradients need not make them again. The third is in no gradient, so that its value need not be known.
 */
import * as tf from "@tensorflow/tfjs-core"
import * as Differentiable from "./Differentiable.ts"
import { linear } from "./linear.ts"
import type { Projection } from "./Weights.ts"

/** x `[N, in]` times the weight `[out, in]` of a projection, without its bias and adapter. */
export type Multiply = (xNW: tf.Tensor2D, projection: Projection) => tf.Tensor2D

/** The three products, in the order in which they are made. */
export interface Products {
  readonly gate: Multiply
  readonly up: Multiply
  readonly down: Multiply
}

export const multiply: Multiply = (xNW, { weight }) => linear(xNW, weight)

export const made: Products = { gate: multiply, up: multiply, down: multiply }

/** Makes them and adds those of gate and up to `kept`, which is the caller's to free. */
export const recorded = (kept: Array<tf.Tensor2D>): Products => {
  const record: Multiply = (xNW, projection) => {
    const product = multiply(xNW, projection)
    kept.push(product)
    return product
  }
  return { gate: record, up: record, down: multiply }
}

/** A product whose value is known, and its gradients; a weight under an adapter has none. */
const known = (
  xNW: tf.Tensor2D,
  { adapter, weight }: Projection,
  value: () => tf.Tensor2D
): tf.Tensor2D =>
  adapter === undefined
    ? Differentiable.apply([xNW, weight] as const, (xNW, weight) => ({
      value: value(),
      saved: [xNW, weight],
      gradient: (dy, [xNW, weight]) => [
        tf.matMul(dy, weight as tf.Tensor2D),
        tf.matMul(dy, xNW as tf.Tensor2D, true)
      ]
    }))
    : Differentiable.apply<readonly [tf.Tensor2D], tf.Tensor2D>([xNW], () => ({
      value: value(),
      saved: [],
      gradient: (dy) => [tf.matMul(dy, weight)]
    }))

/** Gives those of `kept`, in their order. What follows from the third is not the layer's output, but has its gradients. */
export const recalled = (kept: ReadonlyArray<tf.Tensor2D>): Products => {
  const rest = [...kept]
  const recall: Multiply = (xNW, projection) => known(xNW, projection, () => tf.clone(rest.shift()!))
  return {
    gate: recall,
    up: recall,
    down: (xNW, projection) =>
      known(xNW, projection, () => tf.zeros([xNW.shape[0], projection.weight.shape[0]]))
  }
}
