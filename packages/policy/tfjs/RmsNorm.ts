/** Root mean square normalisation (Zhang and Sennrich, 2019) with its gradient. */
import * as tf from "@tensorflow/tfjs-core"
import * as Fused from "../backend/Fused.ts"
import * as Differentiable from "./Differentiable.ts"

/** `[width, 1]` of 1/width: a product with it is the mean of each row, faster than a reduction kernel. */
const meanColumn = (width: number): tf.Tensor2D => tf.fill([width, 1], 1 / width)

/** 1 / √(mean x² + ε) of each row, `[rows, 1]`. */
const inverseRoots = (xNW: tf.Tensor2D, epsilon: number): tf.Tensor2D =>
  tf.rsqrt(tf.add(tf.matMul(tf.square(xNW), meanColumn(xNW.shape[1])), epsilon))

const normalized = (xNW: tf.Tensor2D, weightW: tf.Tensor1D, epsilon: number): tf.Tensor2D =>
  Fused.has("ScalerRmsNorm")
    ? Fused.rmsNorm(xNW, weightW, epsilon)
    : tf.mul(tf.mul(xNW, inverseRoots(xNW, epsilon)), weightW)

const gradient = (
  dyNW: tf.Tensor2D,
  xNW: tf.Tensor2D,
  weightW: tf.Tensor1D,
  epsilon: number
): [tf.Tensor, tf.Tensor] => {
  if (Fused.has("ScalerRmsNormGradient")) return Fused.rmsNormGradient(dyNW, xNW, weightW, epsilon)
  const width = xNW.shape[1]
  const inverseN1 = inverseRoots(xNW, epsilon)
  const dyXNW = tf.mul(dyNW, xNW)
  // Mean over the row of dy · weight · x: one product with a column of weights.
  const meanN1 = tf.matMul(dyXNW, tf.reshape(tf.div(weightW, width), [width, 1]))
  const pullN1 = tf.mul(meanN1, tf.mul(inverseN1, tf.square(inverseN1)))
  return [
    tf.sub(tf.mul(tf.mul(dyNW, weightW), inverseN1), tf.mul(xNW, pullN1)),
    tf.reshape(tf.matMul(inverseN1, dyXNW, true), [width])
  ]
}

/** x / √(mean x² + ε) · weight over rows `[rows, width]`. */
export const rmsNorm = (xNW: tf.Tensor2D, weightW: tf.Tensor1D, epsilon: number): tf.Tensor2D =>
  Differentiable.apply([xNW, weightW] as const, (xNW, weightW) => ({
    value: normalized(xNW, weightW, epsilon),
    saved: [xNW, weightW],
    gradient: (dyNW, saved) => gradient(dyNW, ...saved as [tf.Tensor2D, tf.Tensor1D], epsilon)
  }))
