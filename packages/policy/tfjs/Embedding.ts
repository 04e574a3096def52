/** Looking up token vectors. */
import * as tf from "@tensorflow/tfjs-core"
import * as Differentiable from "./Differentiable.ts"

/** `[rows, vocabulary]` float32. The cast matters: the wasm backend writes integer bits into a float one-hot. */
export const oneHot = (tokens: tf.Tensor1D, vocabulary: number): tf.Tensor2D =>
  tf.cast(tf.oneHot(tokens, vocabulary), "float32") as tf.Tensor2D

/**
 * Rows of the table `[vocabulary, width]` by token, as a product: on wasm `gather` has no gradient, and for a small
 * vocabulary it is slower too.
 */
export const embed = (table: tf.Tensor2D, tokens: tf.Tensor1D): tf.Tensor2D =>
  Differentiable.apply([table] as const, (table) => {
    const tokensNV = oneHot(tokens, table.shape[0])
    return {
      value: tf.matMul(tokensNV, table),
      saved: [tokensNV],
      gradient: (dyNW, [tokensNV]) => [tf.matMul(tokensNV as tf.Tensor2D, dyNW, true)]
    }
  })
