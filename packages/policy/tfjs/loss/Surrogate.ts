/** What each token adds to the objective of a policy-gradient update. */
import * as tf from "@tensorflow/tfjs-core"
import type { Loss } from "../../Loss.ts"
import * as Differentiable from "../Differentiable.ts"
import { rowSums } from "../rowSums.ts"

/** Places N = segments × length: every response is a segment, padded to one length. */
export interface SurrogateInputs {
  /** Log-probabilities under the weights that sampled. */
  readonly sampledN: tf.Tensor1D
  readonly advantagesN: tf.Tensor1D
  /** 1 / tokens of the place's response, 0 at padding. */
  readonly inverseLengthsN: tf.Tensor1D
  readonly length: number
}

export interface SurrogateTerms {
  /** To be maximised. */
  readonly valueN: tf.Tensor1D
  /** 1 where it is the clipped ratio that counts. */
  readonly clippedN: tf.Tensor1D
}

/** Each response's geometric mean of the ratios of its tokens, at all of its places. */
const sequenceRatio = (logRatioN: tf.Tensor1D, { inverseLengthsN, length }: SurrogateInputs): tf.Tensor1D => {
  const shares = tf.reshape(tf.mul(logRatioN, inverseLengthsN), [-1, length]) as tf.Tensor2D
  const spread = tf.matMul(rowSums(shares), tf.ones([1, length]) as tf.Tensor2D)
  return tf.reshape(tf.exp(spread), [-1])
}

/** min(r · A, clip(r) · A), and with dual clip no less than c · A where A < 0. */
const clippedRatio = (
  ratioN: tf.Tensor1D,
  advantagesN: tf.Tensor1D,
  { dual, high, low }: Loss["clip"]
): SurrogateTerms => {
  const freeN = tf.mul(ratioN, advantagesN) as tf.Tensor1D
  const boundN = tf.mul(tf.clipByValue(ratioN, 1 - low, 1 + high), advantagesN)
  const lowerN = tf.minimum(freeN, boundN) as tf.Tensor1D
  const clippedN = tf.cast(tf.less(boundN, freeN), "float32") as tf.Tensor1D
  if (dual === null) return { valueN: lowerN, clippedN }
  // Where A ≥ 0 the floor is below everything: r · A ≥ 0 ≥ −c · A.
  const floorN = tf.mul(tf.neg(tf.abs(advantagesN)), dual)
  return {
    valueN: tf.maximum(lowerN, floorN) as tf.Tensor1D,
    clippedN: tf.maximum(clippedN, tf.cast(tf.less(lowerN, floorN), "float32")) as tf.Tensor1D
  }
}

/** The product of weights and log-probabilities, of which only these have a gradient. */
const weightedLogProbs = (logProbsN: tf.Tensor1D, weightsN: tf.Tensor1D): tf.Tensor1D =>
  Differentiable.apply([logProbsN] as const, (logProbsN) => ({
    value: tf.mul(weightsN, logProbsN) as tf.Tensor1D,
    saved: [weightsN],
    gradient: (dyN, [weightsN]) => [tf.mul(dyN, weightsN!)]
  }))

/** The surrogate of each place, and where it was clipped. */
export const surrogate = (
  logProbsN: tf.Tensor1D,
  inputs: SurrogateInputs,
  { clip, surrogate: kind }: Pick<Loss, "surrogate" | "clip">
): SurrogateTerms => {
  const { advantagesN, sampledN } = inputs
  const logRatioN = tf.sub(logProbsN, sampledN) as tf.Tensor1D
  switch (kind) {
    case "ppo":
      return clippedRatio(tf.exp(logRatioN), advantagesN, clip)
    case "gspo":
      return clippedRatio(sequenceRatio(logRatioN, inputs), advantagesN, clip)
    case "cispo": {
      const ratioN = tf.exp(logRatioN)
      const boundedN = tf.clipByValue(ratioN, 1 - clip.low, 1 + clip.high)
      return {
        valueN: weightedLogProbs(logProbsN, tf.mul(boundedN, advantagesN) as tf.Tensor1D),
        clippedN: tf.cast(tf.notEqual(ratioN, boundedN), "float32") as tf.Tensor1D
      }
    }
  }
}
