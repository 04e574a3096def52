/** The entropy of each place's distribution, with its gradient. */
import * as tf from "@tensorflow/tfjs-core"
import * as Differentiable from "../Differentiable.ts"
import { rowSums } from "../rowSums.ts"

/** −Σ p · log p in nats, `[N]`, of distributions given as logits `[N, vocabulary]`. */
export const entropy = (logitsNV: tf.Tensor2D): tf.Tensor1D =>
  Differentiable.apply([logitsNV] as const, (logitsNV) => {
    const rows = logitsNV.shape[0]
    const logProbsNV = tf.logSoftmax(logitsNV, 1) as tf.Tensor2D
    const probabilitiesNV = tf.exp(logProbsNV) as tf.Tensor2D
    const entropyN1 = tf.neg(rowSums(tf.mul(probabilitiesNV, logProbsNV) as tf.Tensor2D)) as tf.Tensor2D
    return {
      value: tf.reshape(entropyN1, [rows]),
      saved: [logProbsNV, probabilitiesNV, entropyN1],
      // d H / d logit = −p · (log p + H)
      gradient: (dyN, saved) => {
        const [logProbsNV, probabilitiesNV, entropyN1] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D]
        const slopeNV = tf.mul(probabilitiesNV, tf.add(logProbsNV, entropyN1))
        return [tf.mul(slopeNV, tf.neg(tf.reshape(dyN, [rows, 1])))]
      }
    }
  })
