/** The log-probability of one token per row, without keeping the distribution's logarithm. */
import * as tf from "@tensorflow/tfjs-core"
import * as Differentiable from "./Differentiable.ts"
import { oneHot } from "./Embedding.ts"

/** Natural logarithms of the targets' probabilities, `[rows]`, from logits `[rows, vocabulary]`. */
export const tokenLogProbs = (logitsNV: tf.Tensor2D, targetsN: tf.Tensor1D): tf.Tensor1D =>
  Differentiable.apply([logitsNV] as const, (logitsNV) => {
    const [rows, vocabulary] = logitsNV.shape
    const ones = tf.ones([vocabulary, 1]) as tf.Tensor2D
    const shiftedNV = tf.sub(logitsNV, tf.max(logitsNV, 1, true))
    const exponentialsNV = tf.exp(shiftedNV) as tf.Tensor2D
    const sumsN1 = tf.matMul(exponentialsNV, ones)
    const targetsNV = oneHot(targetsN, vocabulary)
    const pickedN1 = tf.matMul(tf.mul(shiftedNV, targetsNV) as tf.Tensor2D, ones)
    return {
      value: tf.reshape(tf.sub(pickedN1, tf.log(sumsN1)), [rows]),
      saved: [tf.div(exponentialsNV, sumsN1), targetsNV],
      gradient: (dyN, saved) => {
        const [probabilitiesNV, targetsNV] = saved as [tf.Tensor2D, tf.Tensor2D]
        return [tf.mul(tf.sub(targetsNV, probabilitiesNV), tf.reshape(dyN, [rows, 1]))]
      }
    }
  })
