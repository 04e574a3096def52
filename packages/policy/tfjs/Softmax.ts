/**
 * Softmax of attention: of masked scores, and of two parts of each row together without joining them. Inside of operations
 * with gradients of their own; nothing here is seen by a tape.
 */
import * as tf from "@tensorflow/tfjs-core"
import * as Fused from "../backend/Fused.ts"
import { rowSums } from "./rowSums.ts"

/** Probabilities of both parts, each in its order of rows. */
interface Joint {
  readonly first: tf.Tensor2D
  readonly second: tf.Tensor2D
}

/** `[rows, n]` between the orders (request, outer, inner) and (request, inner, outer). */
const swapped = (rows: tf.Tensor, outer: number, inner: number): tf.Tensor2D => {
  const [count, width] = rows.shape as [number, number]
  if (outer === 1 || inner === 1) return rows as tf.Tensor2D
  const split = tf.reshape(rows, [count / (outer * inner), outer, inner, width])
  return tf.reshape(tf.transpose(split, [0, 2, 1, 3]), [count, width])
}

/** Scores with a mask, of which each row is for `each` neighbours and which begins again after its last. */
const withMask = ({ mask, scores }: Fused.Part, each: number): tf.Tensor2D => {
  if (mask === undefined) return scores
  const [rows, width] = scores.shape
  const masks = mask.shape[0]
  const split = tf.reshape(scores, [rows / (masks * each), masks, each, width])
  return tf.reshape(tf.add(split, tf.reshape(mask, [1, masks, 1, width])), [rows, width])
}

/** Over both parts of each row; the layouts are `Fused.softmax`'s. */
export const joint = (first: Fused.Part, second: Fused.Part, layout: Fused.Layout): Joint => {
  if (Fused.has("ScalerSoftmax")) return Fused.softmax(first, second, layout)
  const { each, heads, samples } = layout
  const firstScores = withMask(first, first.scores.shape[0] / (first.mask?.shape[0] ?? 1))
  const secondScores = withMask(second, each)
  // Highest scores and sums are exchanged between the two orders, the scores stay.
  const highest = tf.maximum(
    tf.max(secondScores, 1, true),
    swapped(tf.max(firstScores, 1, true), heads, samples)
  ) as tf.Tensor2D
  const toFirst = tf.exp(tf.sub(firstScores, swapped(highest, samples, heads))) as tf.Tensor2D
  const toSecond = tf.exp(tf.sub(secondScores, highest)) as tf.Tensor2D
  const total = tf.add(rowSums(toSecond), swapped(rowSums(toFirst), heads, samples))
  return { first: tf.div(toFirst, swapped(total, samples, heads)), second: tf.div(toSecond, total) }
}

/** Gradients of the scores of both parts, in one order of rows, from the probabilities and their gradients. */
export const jointGradient = (
  first: tf.Tensor2D,
  dFirst: tf.Tensor2D,
  second: tf.Tensor2D,
  dSecond: tf.Tensor2D
): [tf.Tensor2D, tf.Tensor2D] => {
  if (Fused.has("ScalerSoftmaxGradient")) return Fused.softmaxGradient(first, dFirst, second, dSecond)
  const inner = tf.add(rowSums(tf.mul(first, dFirst)), rowSums(tf.mul(second, dSecond)))
  return [tf.mul(first, tf.sub(dFirst, inner)), tf.mul(second, tf.sub(dSecond, inner))]
}

/** The first part that there is not. */
const none = (rows: number): tf.Tensor2D => tf.zeros([rows, 0])

/** Of scores `[rows, n]` under a mask `[places, n]` that begins again after its last row. */
export const masked = (scores: tf.Tensor2D, mask: tf.Tensor2D): tf.Tensor2D => {
  if (!Fused.has("ScalerSoftmax")) return tf.softmax(withMask({ scores, mask }, 1))
  const first = { scores: none(scores.shape[0]), mask: undefined }
  return Fused.softmax(first, { scores, mask }, { samples: 1, heads: 1, each: 1 }).second
}

/** Gradient of the scores, from the probabilities and their gradient. */
export const maskedGradient = (probabilities: tf.Tensor2D, dProbabilities: tf.Tensor2D): tf.Tensor2D => {
  if (!Fused.has("ScalerSoftmaxGradient")) {
    return tf.mul(probabilities, tf.sub(dProbabilities, rowSums(tf.mul(probabilities, dProbabilities))))
  }
  const nothing = none(probabilities.shape[0])
  return Fused.softmaxGradient(nothing, nothing, probabilities, dProbabilities)[1]
}
