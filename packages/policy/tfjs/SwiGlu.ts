/** The gated unit of the feed-forward block (Shazeer, 2020) with its gradient. */
import * as tf from "@tensorflow/tfjs-core"
import * as Fused from "../backend/Fused.ts"
import * as Differentiable from "./Differentiable.ts"

const gated = (gateNF: tf.Tensor2D, upNF: tf.Tensor2D): tf.Tensor2D =>
  Fused.has("ScalerSwiGlu")
    ? Fused.swiGlu(gateNF, upNF)
    : tf.mul(tf.mul(gateNF, tf.sigmoid(gateNF)), upNF)

const gradient = (dyNF: tf.Tensor2D, gateNF: tf.Tensor2D, upNF: tf.Tensor2D): [tf.Tensor, tf.Tensor] => {
  if (Fused.has("ScalerSwiGluGradient")) return Fused.swiGluGradient(dyNF, gateNF, upNF)
  const sigmoidNF = tf.sigmoid(gateNF)
  const siluNF = tf.mul(gateNF, sigmoidNF)
  // d silu / d gate = σ + silu · (1 − σ) = silu + σ · (1 − silu)
  const slopeNF = tf.add(siluNF, tf.mul(sigmoidNF, tf.sub(1, siluNF)))
  return [tf.mul(tf.mul(dyNF, upNF), slopeNF), tf.mul(dyNF, siluNF)]
}

/** gate · σ(gate) · up, elementwise. */
export const swiGlu = (gateNF: tf.Tensor2D, upNF: tf.Tensor2D): tf.Tensor2D =>
  Differentiable.apply([gateNF, upNF] as const, (gateNF, upNF) => ({
    value: gated(gateNF, upNF),
    saved: [gateNF, upNF],
    gradient: (dyNF, saved) => gradient(dyNF, ...saved as [tf.Tensor2D, tf.Tensor2D])
  }))
