/** Between tokens, which hold all their heads, and heads, which hold all their places. */
import * as tf from "@tensorflow/tfjs-core"

/** Tokens `[B · places, heads · D]` to `[B · heads, places, D]`. */
export const split = (tokens: tf.Tensor, rows: number, heads: number, width: number): tf.Tensor3D => {
  const places = tokens.size / (rows * heads * width)
  const byHead = tf.transpose(tf.reshape(tokens, [rows, places, heads, width]), [0, 2, 1, 3])
  return tf.reshape(byHead, [rows * heads, places, width])
}

/** `[B · heads, places, D]` to tokens `[B · places, heads · D]`. */
export const join = (byHead: tf.Tensor3D, rows: number): tf.Tensor2D => {
  const [stacks, places, width] = byHead.shape
  const heads = stacks / rows
  const tokens = tf.transpose(tf.reshape(byHead, [rows, heads, places, width]), [0, 2, 1, 3])
  return tf.reshape(tokens, [rows * places, heads * width])
}
