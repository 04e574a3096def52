/**
 * Log-probabilities and entropies straight from the stream `[N, width]` and the output matrix `[vocabulary, width]`.
 * Logits are computed for a part of the vocabulary at a time, and again for the gradient: those of all places and all
 * tokens, `[N, vocabulary]`, never exist at once.
 */
import * as tf from "@tensorflow/tfjs-core"
import * as Fused from "../backend/Fused.ts"
import * as Differentiable from "./Differentiable.ts"
import { scatter } from "./Embedding.ts"
import { linear } from "./linear.ts"
import { rowSums } from "./rowSums.ts"

/** Most logits that exist at once. */
export const mostLogits = 2 ** 22

/** Adds what `body` makes of the output matrix, part after part; each part is freed before the next. */
const reduce = <Sum extends Array<tf.Tensor>>(
  headVW: tf.Tensor2D,
  size: number,
  body: (partCW: tf.Tensor2D, before: Sum | undefined) => Sum
): Sum => {
  const [vocabulary, width] = headVW.shape
  let sum: Sum | undefined
  for (let from = 0; from < vocabulary; from += size) {
    const before = sum
    sum = tf.tidy(() => body(tf.slice(headVW, [from, 0], [Math.min(size, vocabulary - from), width]), before))
    tf.dispose(before ?? [])
  }
  return sum!
}

const logSumExpOf = (logits: tf.Tensor2D): tf.Tensor2D =>
  Fused.has("ScalerLogSumExp") ? Fused.logSumExp(logits) : tf.logSumExp(logits, 1, true)

/** log Σ exp over all logits of each place, `[N, 1]`. */
const logSumExp = (xNW: tf.Tensor2D, headVW: tf.Tensor2D, size: number): tf.Tensor2D => {
  const [total] = reduce<[tf.Tensor2D]>(headVW, size, (partCW, before) => {
    const own = logSumExpOf(linear(xNW, partCW))
    return [before === undefined ? own : logSumExpOf(tf.concat([before[0], own], 1))]
  })
  return total
}

/** exp(logit − total) · factor: probabilities of a part of the vocabulary, times what is told for each place. */
const scaledProbabilities = (
  logitsNC: tf.Tensor2D,
  totalN1: tf.Tensor2D,
  factorN1: tf.Tensor2D
): tf.Tensor2D =>
  Fused.has("ScalerScaledExponentials")
    ? Fused.scaledExponentials(logitsNC, totalN1, factorN1)
    : tf.mul(tf.exp(tf.sub(logitsNC, totalN1)), factorN1)

/**
 * Gradients of stream and output matrix, of that only where it is trained; `slope` says what is that of the logits.
 */
const pull = (
  xNW: tf.Tensor2D,
  headVW: tf.Tensor2D,
  size: number,
  isHeadTrained: boolean,
  slope: (logitsNC: tf.Tensor2D) => tf.Tensor2D
): { readonly dx: tf.Tensor2D; readonly dHead: tf.Tensor2D | undefined } => {
  const parts: Array<tf.Tensor2D> = []
  const [dx] = reduce<[tf.Tensor2D]>(headVW, size, (partCW, before) => {
    const slopeNC = slope(linear(xNW, partCW))
    if (isHeadTrained) parts.push(tf.keep(tf.matMul(slopeNC, xNW, true)))
    const own = tf.matMul(slopeNC, partCW) as tf.Tensor2D
    return [before === undefined ? own : tf.add(before[0], own)]
  })
  const dHead = isHeadTrained ? tf.concat(parts) : undefined
  tf.dispose(parts)
  return { dx, dHead }
}

const withRows = (table: tf.Tensor2D, numbers: tf.Tensor1D, rows: tf.Tensor2D): tf.Tensor2D =>
  Fused.has("ScalerAddRows")
    ? Fused.addRows(table, numbers, rows)
    : tf.add(table, scatter(numbers, rows, table.shape))

/** What gradients are taken of: the stream, and the output matrix where it is trained. */
type Inputs = readonly [tf.Tensor2D, ...ReadonlyArray<tf.Tensor2D>]

const inputs = (
  xNW: tf.Tensor2D,
  headVW: tf.Tensor2D,
  isHeadTrained: boolean
): Inputs => isHeadTrained ? [xNW, headVW] : [xNW]

const partOf = (xNW: tf.Tensor2D, logits: number): number => Math.max(1, Math.floor(logits / xNW.shape[0]))

interface Options {
  /** Whether there is a gradient of the output matrix; default true. */
  readonly isHeadTrained?: boolean
  /** Most logits that exist at once. */
  readonly logits?: number
}

/** Natural logarithms of the targets' probabilities, `[N]`. */
export const tokenLogProbs = (
  xNW: tf.Tensor2D,
  headVW: tf.Tensor2D,
  targetsN: tf.Tensor1D,
  { isHeadTrained = true, logits = mostLogits }: Options = {}
): tf.Tensor1D =>
  Differentiable.apply<Inputs, tf.Tensor1D>(inputs(xNW, headVW, isHeadTrained), (xNW) => {
    const size = partOf(xNW, logits)
    const totalN1 = logSumExp(xNW, headVW, size)
    const pickedN1 = rowSums(tf.mul(xNW, tf.gather(headVW, targetsN)))
    return {
      value: tf.reshape(tf.sub(pickedN1, totalN1), [xNW.shape[0]]),
      saved: [xNW, headVW, targetsN, totalN1],
      gradient: (dyN, saved) => {
        const [xNW, headVW, targetsN, totalN1] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D, tf.Tensor2D]
        const dyN1 = tf.reshape(dyN, [-1, 1]) as tf.Tensor2D
        const negativeN1 = tf.neg(dyN1)
        const { dHead, dx } = pull(
          xNW,
          headVW,
          size,
          isHeadTrained,
          (logits) => scaledProbabilities(logits, totalN1, negativeN1)
        )
        const all = tf.add(dx, tf.mul(tf.gather(headVW, targetsN), dyN1))
        return dHead === undefined
          ? [all]
          : [all, withRows(dHead, targetsN, tf.mul(xNW, dyN1))]
      }
    }
  })

/** −Σ p · log p in nats, `[N]`. */
export const entropy = (
  xNW: tf.Tensor2D,
  headVW: tf.Tensor2D,
  { isHeadTrained = true, logits = mostLogits }: Options = {}
): tf.Tensor1D =>
  Differentiable.apply<Inputs, tf.Tensor1D>(inputs(xNW, headVW, isHeadTrained), (xNW) => {
    const size = partOf(xNW, logits)
    const totalN1 = logSumExp(xNW, headVW, size)
    const [negativeN1] = reduce<[tf.Tensor2D]>(headVW, size, (partCW, before) => {
      const logProbs = tf.sub(linear(xNW, partCW), totalN1)
      const own = rowSums(tf.mul(tf.exp(logProbs), logProbs))
      return [before === undefined ? own : tf.add(before[0], own)]
    })
    const entropyN1 = tf.neg(negativeN1)
    return {
      value: tf.reshape(entropyN1, [xNW.shape[0]]),
      saved: [xNW, headVW, totalN1, entropyN1],
      gradient: (dyN, saved) => {
        const [xNW, headVW, totalN1, entropyN1] = saved as [
          tf.Tensor2D,
          tf.Tensor2D,
          tf.Tensor2D,
          tf.Tensor2D
        ]
        const pullN1 = tf.neg(tf.reshape(dyN, [-1, 1]))
        // d H / d logit = −p · (log p + H)
        const { dHead, dx } = pull(
          xNW,
          headVW,
          size,
          isHeadTrained,
          (logits) => {
            const logProbs = tf.sub(logits, totalN1)
            return tf.mul(tf.mul(tf.exp(logProbs), tf.add(logProbs, entropyN1)), pullN1)
          }
        )
        return dHead === undefined ? [dx] : [dx, dHead]
      }
    }
  })
