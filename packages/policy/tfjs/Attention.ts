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
import * as Softmax from "./Softmax.ts"

/** Added to scores before the softmax where a place is not seen. */
export const hidden = -1e9

const stack = (tensor: tf.Tensor, count: number): tf.Tensor3D => {
  const width = tensor.shape[tensor.rank - 1]!
  return tf.reshape(tensor, [count, tensor.size / (count * width), width])
}

/** A stack of matrices as one of all their rows. */
const rowsOf = (stacked: tf.Tensor3D): tf.Tensor2D => tf.reshape(stacked, [-1, stacked.shape[2]])

/** Most scores that exist at once where no gradient needs them: long prompts are read part by part. */
const mostScores = 2 ** 24

/** Of queries to keys under a mask of their places: probabilities `[BJ, H / J · P, P]`, and what is found `[BH, P, D]`. */
const attended = (
  q: tf.Tensor3D,
  k: tf.Tensor3D,
  v: tf.Tensor3D,
  mask: tf.Tensor2D
): { readonly probabilities: tf.Tensor3D; readonly output: tf.Tensor3D } => {
  const [keyStacks] = k.shape
  // Query heads that share a key head are stacked as further rows of one product.
  const scores = rowsOf(tf.matMul(stack(q, keyStacks), k, false, true))
  const probabilities = stack(Softmax.masked(scores, mask), keyStacks)
  return { probabilities, output: stack(tf.matMul(probabilities, v), q.shape[0]) }
}

/** Attention of the prefixes' places from one to another, which see none behind them; without gradients. */
const prefixPart = (
  q: tf.Tensor3D,
  k: tf.Tensor3D,
  v: tf.Tensor3D,
  mask: tf.Tensor2D,
  from: number,
  to: number
): tf.Tensor3D =>
  tf.tidy(() => {
    const places = (tensor: tf.Tensor3D, from: number) =>
      tf.slice(tensor, [0, from, 0], [tensor.shape[0], to - from, tensor.shape[2]])
    return attended(places(q, from), places(k, 0), places(v, 0), tf.slice(mask, [from, 0], [to - from, to]))
      .output
  })

/** Attention of the prefixes, each among itself: q `[BH, P, D]`, k and v `[BJ, P, D]`, mask `[P, P]`. */
export const prefixAttention = (
  q: tf.Tensor3D,
  k: tf.Tensor3D,
  v: tf.Tensor3D,
  mask: tf.Tensor2D,
  most = mostScores
): tf.Tensor3D => {
  const [queryStacks, places] = q.shape
  if (tf.engine().isTapeOn() || queryStacks * places * places <= most) {
    return wholePrefixAttention(q, k, v, mask)
  }
  const each = Math.max(1, Math.floor(most / (queryStacks * places)))
  const parts = Array.from(
    { length: Math.ceil(places / each) },
    (_, index) => prefixPart(q, k, v, mask, index * each, Math.min(places, (index + 1) * each))
  )
  return tf.concat(parts, 1)
}

const wholePrefixAttention = (
  q: tf.Tensor3D,
  k: tf.Tensor3D,
  v: tf.Tensor3D,
  mask: tf.Tensor2D
): tf.Tensor3D =>
  Differentiable.apply([q, k, v] as const, (q, k, v) => {
    const [queryStacks, keyStacks] = [q.shape[0], k.shape[0]]
    const { output, probabilities } = attended(q, k, v, mask)
    return {
      value: output,
      saved: [q, k, v, probabilities],
      gradient: (dOutput, saved) => {
        const [q, k, v, probabilities] = saved as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D, tf.Tensor3D]
        const dStacked = stack(dOutput, keyStacks)
        const dScores = stack(
          Softmax.maskedGradient(rowsOf(probabilities), rowsOf(tf.matMul(dStacked, v, false, true))),
          keyStacks
        )
        return [
          stack(tf.matMul(dScores, k), queryStacks),
          tf.matMul(dScores, stack(q, keyStacks), true),
          tf.matMul(probabilities, dStacked, true)
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
 * prefix's k and v `[BJ, P, D]`, masks `[B, P]` and `[R, R]`.
 */
export const segmentAttention = (
  q: tf.Tensor3D,
  k: tf.Tensor3D,
  v: tf.Tensor3D,
  kPrefix: tf.Tensor3D,
  vPrefix: tf.Tensor3D,
  prefixMask: tf.Tensor2D,
  ownMask: tf.Tensor2D
): tf.Tensor3D =>
  Differentiable.apply([q, k, v, kPrefix, vPrefix] as const, (q, k, v, kPrefix, vPrefix) => {
    const [queryStacks, places] = q.shape
    const [keyStacks] = kPrefix.shape
    const group = queryStacks / keyStacks
    const length = ownMask.shape[0]
    const segments = places / length
    const branches = queryStacks * segments
    const joint = Softmax.joint(
      {
        scores: rowsOf(tf.matMul(stack(q, keyStacks), kPrefix, false, true)),
        mask: prefixMask
      },
      {
        scores: rowsOf(tf.matMul(stack(q, branches), spread(k, group, segments), false, true)),
        mask: ownMask
      },
      { samples: 1, heads: 1, each: 1 }
    )
    const toPrefix = stack(joint.first, branches)
    const toOwn = stack(joint.second, branches)
    const output: tf.Tensor3D = tf.add(
      stack(tf.matMul(stack(toPrefix, keyStacks), vPrefix), queryStacks),
      stack(tf.matMul(toOwn, spread(v, group, segments)), queryStacks)
    )
    return {
      value: output,
      saved: [q, k, v, kPrefix, vPrefix, toPrefix, toOwn],
      gradient: (dOutput, saved) => {
        const [q, k, v, kPrefix, vPrefix, toPrefix, toOwn] = saved as ReadonlyArray<tf.Tensor3D> as [
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
        const [dFirst, dSecond] = Softmax.jointGradient(
          rowsOf(toPrefix),
          rowsOf(tf.matMul(dStacked, vPrefix, false, true)),
          rowsOf(toOwn),
          rowsOf(tf.matMul(dBranches, spread(v, group, segments), false, true))
        )
        const dPrefixScores = stack(dFirst, keyStacks)
        const dOwnScores = stack(dSecond, branches)
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
