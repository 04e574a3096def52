/** Root mean square normalisation (Zhang and Sennrich, 2019) with its gradient. */
import * as tf from "@tensorflow/tfjs-core"
import * as Fused from "../backend/Fused.ts"
import * as Differentiable from "./Differentiable.ts"

/** `[width, 1]` of 1/width: a product with it is the mean of each row, faster than a reduction kernel. */
const meanColumn = (width: number): tf.Tensor2D => tf.fill([width, 1], 1 / width)

const normalized = (xNW: tf.Tensor2D, weightW: tf.Tensor1D, epsilon: number): [tf.Tensor2D, tf.Tensor2D] => {
  if (Fused.has("ScalerRmsNorm")) return Fused.rmsNorm(xNW, weightW, epsilon)
  const inverseN1 = tf.rsqrt(tf.add(tf.matMul(tf.square(xNW), meanColumn(xNW.shape[1])), epsilon))
  return [tf.mul(tf.mul(xNW, inverseN1), weightW), inverseN1 as tf.Tensor2D]
}

const gradient = (
  dyNW: tf.Tensor2D,
  xNW: tf.Tensor2D,
  weightW: tf.Tensor1D,
  inverseN1: tf.Tensor2D
): [tf.Tensor, tf.Tensor] => {
  if (Fused.has("ScalerRmsNormGradient")) return Fused.rmsNormGradient(dyNW, xNW, weightW, inverseN1)
  const width = xNW.shape[1]
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
  Differentiable.apply([xNW, weightW] as const, (xNW, weightW) => {
    const [value, inverseN1] = normalized(xNW, weightW, epsilon)
    return {
      value,
      saved: [xNW, weightW, inverseN1],
      gradient: (dyNW, saved) => gradient(dyNW, ...saved as [tf.Tensor2D, tf.Tensor1D, tf.Tensor2D])
    }
  })
