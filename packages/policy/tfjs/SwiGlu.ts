/** The gated unit of the feed-forward block (Shazeer, 2020) with its gradient. */
import * as tf from "@tensorflow/tfjs-core"
import * as Differentiable from "./Differentiable.ts"

/** gate · σ(gate) · up, elementwise. */
export const swiGlu = (gateNF: tf.Tensor2D, upNF: tf.Tensor2D): tf.Tensor2D =>
  Differentiable.apply([gateNF, upNF] as const, (gateNF, upNF) => {
    const sigmoidNF = tf.sigmoid(gateNF)
    const siluNF = tf.mul(gateNF, sigmoidNF)
    return {
      value: tf.mul(siluNF, upNF) as tf.Tensor2D,
      saved: [upNF, sigmoidNF, siluNF],
      gradient: (dyNF, saved) => {
        const [upNF, sigmoidNF, siluNF] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D]
        // d silu / d gate = σ + silu · (1 − σ) = silu + σ · (1 − silu)
        const slopeNF = tf.add(siluNF, tf.mul(sigmoidNF, tf.sub(1, siluNF)))
        return [tf.mul(tf.mul(dyNF, upNF), slopeNF), tf.mul(dyNF, siluNF)]
      }
    }
  })
