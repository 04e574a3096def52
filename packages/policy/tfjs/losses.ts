/** What an update minimises, per micro-batch; sums over micro-batches are the loss of the whole batch. */
import * as tf from "@tensorflow/tfjs-core"

/** A loss and what is reported of it; all scalars, sums over the micro-batch of terms weighted by 1 / tokens. */
export interface LossTerms {
  readonly loss: tf.Scalar
  /** −log-probability. */
  readonly surprisal: tf.Scalar
  /** 1 where the clipped term is the one that counts. */
  readonly clipped: tf.Scalar
}

/** Cross-entropy; `weightsN` is 1 / tokens of the batch at places that count and 0 elsewhere. */
export const crossEntropy = (logProbsN: tf.Tensor1D, weightsN: tf.Tensor1D): LossTerms => {
  const loss = tf.neg(tf.sum<tf.Scalar>(tf.mul(logProbsN, weightsN)))
  return { loss, surprisal: loss, clipped: tf.scalar(0) }
}

export interface PolicyLossInputs {
  /** Log-probabilities under the weights that sampled. */
  readonly sampledN: tf.Tensor1D
  readonly advantagesN: tf.Tensor1D
  /** 1 / tokens of the batch at places that count and 0 elsewhere. */
  readonly weightsN: tf.Tensor1D
  readonly clip: { readonly low: number; readonly high: number }
}

/** −min(r · A, clip(r, 1 − low, 1 + high) · A) with r the probability ratio (Schulman et al., 2017), token mean. */
export const clippedPolicyGradient = (logProbsN: tf.Tensor1D, inputs: PolicyLossInputs): LossTerms => {
  const { advantagesN, clip, sampledN, weightsN } = inputs
  const ratioN = tf.exp(tf.sub(logProbsN, sampledN))
  const freeN = tf.mul(ratioN, advantagesN)
  const boundN = tf.mul(tf.clipByValue(ratioN, 1 - clip.low, 1 + clip.high), advantagesN)
  return {
    loss: tf.neg(tf.sum<tf.Scalar>(tf.mul(tf.minimum(freeN, boundN), weightsN))),
    surprisal: tf.neg(tf.sum<tf.Scalar>(tf.mul(logProbsN, weightsN))),
    clipped: tf.sum(tf.mul(tf.cast(tf.less(boundN, freeN), "float32"), weightsN))
  }
}
