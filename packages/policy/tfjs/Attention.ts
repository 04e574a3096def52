/**
 * Causal attention over rows that branch: a prefix, and several segments that each continue it and do not see each
 * other. The responses of a group share their prompt's keys and values this way, and nothing of a prompt is computed
 * twice. The gradients are written by hand.
 *
 * Axes: B rows, P prefix places, K segments of R places each (S = K · R), H query heads, J key heads, D head width,
 * BH = B · H and so on; query head h reads key head ⌊h · J / H⌋. Queries are scaled by 1/√D beforehand.
 */
import * as tf from "@tensorflow/tfjs-core"
import * as Differentiable from "./Differentiable.ts"

/** Added to scores before the softmax where a place is not seen. */
export const hidden = -1e9

/** Tokens `[B · places, heads · D]` to `[B · heads, places, D]`. */
export const splitHeads = (tokens: tf.Tensor, rows: number, heads: number, width: number): tf.Tensor3D => {
  const places = tokens.size / (rows * heads * width)
  const byHead = tf.transpose(tf.reshape(tokens, [rows, places, heads, width]), [0, 2, 1, 3])
  return tf.reshape(byHead, [rows * heads, places, width])
}

/** `[B · heads, places, D]` to tokens `[B · places, heads · D]`. */
export const joinHeads = (byHead: tf.Tensor3D, rows: number): tf.Tensor2D => {
  const [stacks, places, width] = byHead.shape
  const heads = stacks / rows
  const tokens = tf.transpose(tf.reshape(byHead, [rows, heads, places, width]), [0, 2, 1, 3])
  return tf.reshape(tokens, [rows * places, heads * width])
}

const stack = (tensor: tf.Tensor, count: number): tf.Tensor3D => {
  const width = tensor.shape[tensor.rank - 1]!
  return tf.reshape(tensor, [count, tensor.size / (count * width), width])
}

/** Σ a · b over the last axis, as `shape`: Σ p · dp of a softmax equals Σ output · d output, which is shorter. */
const rowDots = (a: tf.Tensor3D, b: tf.Tensor3D, shape: ReadonlyArray<number>): tf.Tensor => {
  const [batch, rows, width] = a.shape
  return tf.reshape(rowSums(tf.reshape(tf.mul(a, b), [batch * rows, width])), [...shape])
}

/** The sum of each row `[N, width]`, `[N, 1]`: one product, faster than a reduction kernel. */
export const rowSums = (rows: tf.Tensor2D): tf.Tensor2D =>
  tf.matMul(rows, tf.ones([rows.shape[1], 1]) as tf.Tensor2D)

/** Softmax over the concatenation of two parts of each row, `[N, P]` and `[N, R]`, without concatenating. */
const jointSoftmax = (
  first: tf.Tensor2D,
  second: tf.Tensor2D
): { readonly first: tf.Tensor2D; readonly second: tf.Tensor2D } => {
  const highest = tf.maximum(tf.max(first, 1, true), tf.max(second, 1, true))
  const firstExponentials = tf.exp(tf.sub(first, highest)) as tf.Tensor2D
  const secondExponentials = tf.exp(tf.sub(second, highest)) as tf.Tensor2D
  const total = tf.add(rowSums(firstExponentials), rowSums(secondExponentials))
  return { first: tf.div(firstExponentials, total), second: tf.div(secondExponentials, total) }
}

/** Attention of the prefixes, each among itself: q `[BH, P, D]`, k and v `[BJ, P, D]`, mask `[P, P]`. */
export const prefixAttention = (
  q: tf.Tensor3D,
  k: tf.Tensor3D,
  v: tf.Tensor3D,
  mask: tf.Tensor2D
): tf.Tensor3D =>
  Differentiable.apply([q, k, v] as const, (q, k, v) => {
    const [keyStacks, places] = k.shape
    const queryStacks = q.shape[0]
    // Query heads that share a key head are stacked as further rows of one product.
    const scores = stack(tf.matMul(stack(q, keyStacks), k, false, true), queryStacks)
    const probabilities = tf.softmax(tf.add(scores, mask)) as tf.Tensor3D
    const output = stack(tf.matMul(stack(probabilities, keyStacks), v), queryStacks)
    return {
      value: output,
      saved: [q, k, v, probabilities, output],
      gradient: (dOutput, saved) => {
        const [q, k, v, probabilities, output] = saved as [
          tf.Tensor3D,
          tf.Tensor3D,
          tf.Tensor3D,
          tf.Tensor3D,
          tf.Tensor3D
        ]
        const dStacked = stack(dOutput, keyStacks)
        const dProbabilities = stack(tf.matMul(dStacked, v, false, true), queryStacks)
        const inner = rowDots(dOutput, output, [queryStacks, places, 1])
        const dScores = stack(tf.mul(probabilities, tf.sub(dProbabilities, inner)), keyStacks)
        return [
          stack(tf.matMul(dScores, k), queryStacks),
          tf.matMul(dScores, stack(q, keyStacks), true),
          tf.matMul(stack(probabilities, keyStacks), dStacked, true)
        ]
      }
    }
  })

/** Keys or values `[BJ, S, D]` for each query head and segment, `[BHK, R, D]`. */
const spread = (own: tf.Tensor3D, group: number, segments: number): tf.Tensor3D => {
  const [stacks, places, width] = own.shape
  const repeated = group === 1 ? own : tf.tile(tf.reshape(own, [stacks, 1, places * width]), [1, group, 1])
  return tf.reshape(repeated, [stacks * group * segments, places / segments, width])
}

/** The reverse of `spread` for gradients: summed over the query heads that share a key head. */
const gather = (spreadOut: tf.Tensor3D, stacks: number, group: number): tf.Tensor3D => {
  const width = spreadOut.shape[2]
  const each = spreadOut.size / (stacks * group)
  const summed = group === 1 ? spreadOut : tf.sum(tf.reshape(spreadOut, [stacks, group, each]), 1)
  return tf.reshape(summed, [stacks, each / width, width])
}

/**
 * Attention of segments to their row's prefix and to themselves: q `[BH, S, D]`, own k and v `[BJ, S, D]`, the
 * prefix's k and v `[BJ, P, D]`, masks `[B, 1, 1, P]` and `[R, R]`.
 */
export const segmentAttention = (
  q: tf.Tensor3D,
  k: tf.Tensor3D,
  v: tf.Tensor3D,
  kPrefix: tf.Tensor3D,
  vPrefix: tf.Tensor3D,
  prefixMask: tf.Tensor4D,
  ownMask: tf.Tensor2D
): tf.Tensor3D =>
  Differentiable.apply([q, k, v, kPrefix, vPrefix] as const, (q, k, v, kPrefix, vPrefix) => {
    const [queryStacks, places] = q.shape
    const [keyStacks, prefix] = kPrefix.shape
    const group = queryStacks / keyStacks
    const rows = prefixMask.shape[0]
    const length = ownMask.shape[0]
    const segments = places / length
    const branches = queryStacks * segments
    const prefixScores = tf.add(
      tf.reshape(tf.matMul(stack(q, keyStacks), kPrefix, false, true), [
        rows,
        branches / rows,
        length,
        prefix
      ]),
      prefixMask
    )
    const ownScores = tf.add(tf.matMul(stack(q, branches), spread(k, group, segments), false, true), ownMask)
    const joint = jointSoftmax(
      tf.reshape(prefixScores, [branches * length, prefix]),
      tf.reshape(ownScores, [branches * length, length])
    )
    const toPrefix = stack(joint.first, branches)
    const toOwn = stack(joint.second, branches)
    const output: tf.Tensor3D = tf.add(
      stack(tf.matMul(stack(toPrefix, keyStacks), vPrefix), queryStacks),
      stack(tf.matMul(toOwn, spread(v, group, segments)), queryStacks)
    )
    return {
      value: output,
      saved: [q, k, v, kPrefix, vPrefix, toPrefix, toOwn, output],
      gradient: (dOutput, saved) => {
        const [q, k, v, kPrefix, vPrefix, toPrefix, toOwn, output] = saved as ReadonlyArray<tf.Tensor3D> as [
          tf.Tensor3D,
          tf.Tensor3D,
          tf.Tensor3D,
          tf.Tensor3D,
          tf.Tensor3D,
          tf.Tensor3D,
          tf.Tensor3D,
          tf.Tensor3D
        ]
        const dStacked = stack(dOutput, keyStacks)
        const dBranches = stack(dOutput, branches)
        const inner = rowDots(dOutput, output, [branches, length, 1])
        const dToPrefix = stack(tf.matMul(dStacked, vPrefix, false, true), branches)
        const dPrefixScores = stack(tf.mul(toPrefix, tf.sub(dToPrefix, inner)), keyStacks)
        const dToOwn = tf.matMul(dBranches, spread(v, group, segments), false, true)
        const dOwnScores = tf.mul(toOwn, tf.sub(dToOwn, inner)) as tf.Tensor3D
        return [
          tf.add(
            stack(tf.matMul(dPrefixScores, kPrefix), queryStacks),
            stack(tf.matMul(dOwnScores, spread(k, group, segments)), queryStacks)
          ),
          gather(tf.matMul(dOwnScores, stack(q, branches), true), keyStacks, group),
          gather(tf.matMul(toOwn, dBranches, true), keyStacks, group),
          tf.matMul(dPrefixScores, stack(q, keyStacks), true),
          tf.matMul(stack(toPrefix, keyStacks), dStacked, true)
        ]
      }
    }
  })
