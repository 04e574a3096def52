/** What an update minimises, per micro-batch; sums over micro-batches are the loss of the whole batch. */
import * as tf from "@tensorflow/tfjs-core"
import type { Loss } from "../../Loss.ts"
import { surrogate, type SurrogateInputs } from "./Surrogate.ts"

/** What is reported beside the loss, in the order of `LossTerms`. */
export const reported = ["surprisal", "clipped", "kl", "entropy"] as const

/** A loss and what is reported of it; all scalars, sums over the micro-batch of weighted terms. */
export interface LossTerms extends Readonly<Record<typeof reported[number], tf.Scalar>> {
  readonly loss: tf.Scalar
}

const weighted = (termsN: tf.Tensor, weightsN: tf.Tensor1D): tf.Scalar =>
  tf.sum<tf.Scalar>(tf.mul(termsN, weightsN))

/** Cross-entropy; `weightsN` is 1 / tokens of the batch at places that count and 0 elsewhere. */
export const crossEntropy = (logProbsN: tf.Tensor1D, weightsN: tf.Tensor1D): LossTerms => {
  const loss = tf.neg(weighted(logProbsN, weightsN)) as tf.Scalar
  return { loss, surprisal: loss, clipped: tf.scalar(0), kl: tf.scalar(0), entropy: tf.scalar(0) }
}

export interface PolicyInputs extends SurrogateInputs {
  /** How much each place counts in the loss, 0 at padding; see `tokenWeights`. */
  readonly weightsN: tf.Tensor1D
  /** 1 / tokens of the batch at places that count and 0 elsewhere: what is reported is a mean over tokens. */
  readonly meanN: tf.Tensor1D
  /** Log-probabilities under the reference policy; needed where the loss has a `klCoefficient`. */
  readonly referenceN: tf.Tensor1D | undefined
}

/** exp(d) − d − 1 with d = log π_reference − log π: an unbiased estimate of the divergence, never negative. */
const k3 = (logProbsN: tf.Tensor1D, { meanN }: PolicyInputs, referenceN: tf.Tensor1D): tf.Tensor1D => {
  // At padding d may be so large that its exponential is infinite, which no weight of 0 takes back.
  const counts = tf.cast(tf.greater(meanN, 0), "float32")
  const difference = tf.mul(tf.sub(referenceN, logProbsN), counts)
  return tf.sub(tf.sub(tf.exp(difference), difference), 1)
}

/** −surrogate + klCoefficient · KL − entropyCoefficient · H. */
export const policyLoss = (
  { entropies, logProbsN }: { readonly logProbsN: tf.Tensor1D; readonly entropies: () => tf.Tensor1D },
  inputs: PolicyInputs,
  loss: Loss
): LossTerms => {
  const { entropyCoefficient, klCoefficient } = loss
  const { meanN, referenceN, weightsN } = inputs
  const { clippedN, valueN } = surrogate(logProbsN, inputs, loss)
  let total: tf.Tensor = tf.neg(weighted(valueN, weightsN))
  let kl = tf.scalar(0)
  let meanEntropy = tf.scalar(0)
  if (klCoefficient > 0 && referenceN !== undefined) {
    const klN = k3(logProbsN, inputs, referenceN)
    total = tf.add(total, tf.mul(weighted(klN, weightsN), klCoefficient))
    kl = weighted(klN, meanN)
  }
  if (entropyCoefficient > 0) {
    const entropyN = entropies()
    total = tf.sub(total, tf.mul(weighted(entropyN, weightsN), entropyCoefficient))
    meanEntropy = weighted(entropyN, meanN)
  }
  return {
    loss: total as tf.Scalar,
    surprisal: tf.neg(weighted(logProbsN, meanN)),
    clipped: weighted(clippedN, meanN),
    kl,
    entropy: meanEntropy
  }
}
