/** Adam with decoupled weight decay (Loshchilov and Hutter, 2019) and clipping by the global norm. */
import * as tf from "@tensorflow/tfjs-core"
import { Schema } from "effect"
import * as Fused from "../backend/Fused.ts"
import { take } from "../backend/Take.ts"

const Fraction = Schema.Number.pipe(Schema.greaterThanOrEqualTo(0), Schema.lessThan(1))

/** Settings of the optimiser; usual values in parentheses. */
export const OptimizerConfig = Schema.Struct({
  /** Decay of the mean of gradients (0.9). */
  beta1: Fraction,
  /** Decay of the mean of squared gradients (0.95 – 0.999). */
  beta2: Fraction,
  /** Added to the root of the mean square; default 1e-8. */
  epsilon: Schema.optionalWith(Schema.Number.pipe(Schema.positive()), { default: () => 1e-8 }),
  /** Share of the learning rate by which matrices shrink per step; norms do not decay. */
  weightDecay: Schema.Number.pipe(Schema.nonNegative()),
  /** Gradients with a larger L2 norm over all weights are scaled down to it (1); null is no bound. */
  maxGradientNorm: Schema.NullOr(Schema.Number.pipe(Schema.positive()))
})
export type OptimizerConfig = typeof OptimizerConfig.Type
/** A configuration in which what has a default may be left out. */
export type OptimizerSettings = typeof OptimizerConfig.Encoded

/** Moments in the order of the weights, and how many steps were taken. */
export interface Moments {
  readonly steps: number
  readonly first: ReadonlyArray<tf.Tensor>
  readonly second: ReadonlyArray<tf.Tensor>
}

export const initial = (weights: ReadonlyArray<tf.Tensor>): Moments => ({
  steps: 0,
  first: weights.map((weight) => tf.zerosLike(weight)),
  second: weights.map((weight) => tf.zerosLike(weight))
})

/** Σ x², a scalar. */
export const sumOfSquares = (tensor: tf.Tensor): tf.Tensor =>
  Fused.has("ScalerSumOfSquares") ? Fused.sumOfSquares(tensor) : tf.tidy(() => tf.sum(tf.square(tensor)))

/** L2 norm over all tensors, as float32; not finite where any value is not. */
export const globalNorm = async (tensors: ReadonlyArray<tf.Tensor>): Promise<number> => {
  const [sum] = await take(
    tf.tidy(() => tf.addN(tensors.map(sumOfSquares)))
  )
  return Math.sqrt(sum!)
}

/** Weight, first and second moment after a step. */
export const changed = (
  weight: tf.Tensor,
  before: { readonly first: tf.Tensor; readonly second: tf.Tensor },
  gradient: tf.Tensor,
  scalars: Fused.AdamWScalars
): readonly [weight: tf.Tensor, first: tf.Tensor, second: tf.Tensor] => {
  if (Fused.has("ScalerAdamW")) return Fused.adamW(weight, before.first, before.second, gradient, scalars)
  const { beta1, beta2, epsilon, firstShare, kept, rate, rootScale, secondShare } = scalars
  // Each line frees what it made on its way: the embedding of a large vocabulary takes a hundred megabytes.
  const first = tf.tidy(() => tf.add(tf.mul(before.first, beta1), tf.mul(gradient, firstShare)))
  const second = tf.tidy(() => tf.add(tf.mul(before.second, beta2), tf.mul(tf.square(gradient), secondShare)))
  const change = tf.tidy(() => tf.div(first, tf.add(tf.mul(tf.sqrt(second), rootScale), epsilon)))
  const next = tf.tidy(() => tf.sub(kept === 1 ? weight : tf.mul(weight, kept), tf.mul(change, rate)))
  tf.dispose(change)
  return [next, first, second]
}

/**
 * Weights and moments after a step. The old ones and the gradients are freed one after the other, so that they are
 * never all in memory beside the new ones. Vectors (norms) do not decay.
 */
export const step = (
  config: OptimizerConfig,
  learningRate: number,
  weights: ReadonlyArray<tf.Tensor>,
  moments: Moments,
  gradients: ReadonlyArray<tf.Tensor>,
  gradientNorm: number
): { readonly weights: ReadonlyArray<tf.Tensor>; readonly moments: Moments } => {
  const { beta1, beta2, epsilon, maxGradientNorm, weightDecay } = config
  const steps = moments.steps + 1
  const scale = maxGradientNorm !== null && gradientNorm > maxGradientNorm
    ? maxGradientNorm / gradientNorm
    : 1
  const each = weights.map((weight, index) => {
    const gradient = gradients[index]!
    const before = { first: moments.first[index]!, second: moments.second[index]! }
    const [next, first, second] = changed(weight, before, gradient, {
      beta1,
      firstShare: (1 - beta1) * scale,
      beta2,
      secondShare: (1 - beta2) * scale * scale,
      kept: weight.rank > 1 ? 1 - learningRate * weightDecay : 1,
      rate: learningRate / (1 - beta1 ** steps),
      rootScale: 1 / Math.sqrt(1 - beta2 ** steps),
      epsilon
    })
    tf.dispose([weight, gradient, before.first, before.second])
    return { weight: next, first, second }
  })
  return {
    weights: each.map(({ weight }) => weight),
    moments: { steps, first: each.map(({ first }) => first), second: each.map(({ second }) => second) }
  }
}
