import * as tf from "@tensorflow/tfjs-core"

/** x `[N, in]` through a weight `[out, in]`. */
export const linear = (xNW: tf.Tensor2D, weight: tf.Tensor2D): tf.Tensor2D =>
  tf.matMul(xNW, weight, false, true)
