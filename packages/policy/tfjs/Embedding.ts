/** Looking up token vectors. */
import * as tf from "@tensorflow/tfjs-core"
import * as Differentiable from "./Differentiable.ts"
import * as Vocabulary from "./Vocabulary.ts"

/** `[rows, vocabulary]` float32. The cast matters: the wasm backend writes integer bits into a float one-hot. */
export const oneHot = (tokens: tf.Tensor1D, vocabulary: number): tf.Tensor2D =>
  tf.cast(tf.oneHot(tokens, vocabulary), "float32") as tf.Tensor2D

/** A table like `table` that holds, for each token, the sum of the rows that are the token's, and zeros elsewhere. */
export const scatter = (
  tokens: tf.Tensor1D,
  rowsNW: tf.Tensor2D,
  [vocabulary, width]: readonly [number, number]
): tf.Tensor2D => tf.scatterND(tf.reshape(tokens, [tokens.shape[0], 1]), rowsNW, [vocabulary, width] as never)

const byProduct = (table: tf.Tensor2D, tokens: tf.Tensor1D): tf.Tensor2D =>
  Differentiable.apply([table] as const, (table) => {
    const tokensNV = oneHot(tokens, table.shape[0])
    return {
      value: tf.matMul(tokensNV, table),
      saved: [tokensNV],
      gradient: (dyNW, [tokensNV]) => [tf.matMul(tokensNV as tf.Tensor2D, dyNW, true)]
    }
  })

/** `gather` itself has no gradient on wasm. */
const byNumber = (table: tf.Tensor2D, tokens: tf.Tensor1D): tf.Tensor2D =>
  Differentiable.apply([table] as const, (table) => {
    const { shape } = table
    return {
      value: tf.gather(table, tokens),
      saved: [tokens],
      gradient: (dyNW, [tokens]) => [scatter(tokens as tf.Tensor1D, dyNW, shape)]
    }
  })

/** Rows of the table `[vocabulary, width]` by token. */
export const embed = (table: tf.Tensor2D, tokens: tf.Tensor1D): tf.Tensor2D =>
  Vocabulary.isSmall(table.shape[0]) ? byProduct(table, tokens) : byNumber(table, tokens)
