/**
 * Choosing the next token of every row of a batch. Of a small vocabulary all logits are read; of a large one that is
 * sampled whole, only the sums of its blocks and the block that was drawn: reading all of it costs more than the model.
 */
import * as tf from "@tensorflow/tfjs-core"
import { take } from "../backend/Take.ts"
import type { SamplingOptions } from "../Policy.ts"
import { type Choice, choose, draw } from "./Choice.ts"
import * as Vocabulary from "./Vocabulary.ts"

/** A row that goes on, and the number on [0, 1) that draws its token. */
export interface Draw {
  readonly row: number
  readonly uniform: number
}

/** Tokens of a block. */
const blockWidth = 128

const scaled = (logitsNV: tf.Tensor2D, temperature: number): tf.Tensor =>
  temperature === 0 || temperature === 1 ? logitsNV : tf.div(logitsNV, temperature)

/** exp(logit − highest), `[N, vocabulary]`. */
const weightsOf = (logitsNV: tf.Tensor2D, temperature: number): tf.Tensor2D => {
  const scaledNV = scaled(logitsNV, temperature)
  return tf.exp(tf.sub(scaledNV, tf.max(scaledNV, 1, true)))
}

const greediest = async (
  logitsNV: tf.Tensor2D,
  draws: ReadonlyArray<Draw>
): Promise<ReadonlyArray<Choice>> => {
  const [bestN, totalN] = tf.tidy((): [tf.Tensor1D, tf.Tensor1D] => [
    tf.argMax(logitsNV, 1),
    tf.sum(weightsOf(logitsNV, 0), 1)
  ])
  const [best, totals] = await Promise.all([take<"int32">(bestN), take(totalN)])
  return draws.map(({ row }) => ({ token: best[row]!, logProb: -Math.log(totals[row]!) }))
}

const sampled = async (
  logitsNV: tf.Tensor2D,
  draws: ReadonlyArray<Draw>,
  temperature: number
): Promise<ReadonlyArray<Choice>> => {
  const [rows, vocabulary] = logitsNV.shape
  const blocks = Math.ceil(vocabulary / blockWidth)
  const [weightsBC, sumsNB] = tf.tidy((): [tf.Tensor2D, tf.Tensor2D] => {
    const weightsNV = weightsOf(logitsNV, temperature)
    const rest = blocks * blockWidth - vocabulary
    const whole = rest === 0 ? weightsNV : tf.pad(weightsNV, [[0, 0], [0, rest]])
    return [
      tf.reshape(whole, [rows * blocks, blockWidth]),
      tf.sum(tf.reshape(whole, [rows, blocks, blockWidth]), 2)
    ]
  })
  try {
    const sums = await take(sumsNB)
    const drawn = draws.map(({ row, uniform }) => {
      const ofRow = sums.subarray(row * blocks, (row + 1) * blocks)
      const total = ofRow.reduce((total, sum) => total + sum, 0)
      return { row, total, ...draw(ofRow, ofRow.keys(), uniform * total) }
    })
    const weights = await take(
      tf.tidy(() => tf.gather(weightsBC, tf.tensor1d(drawn.map(({ at, row }) => row * blocks + at), "int32")))
    )
    return drawn.map(({ at: block, left, total }, index) => {
      const ofBlock = weights.subarray(index * blockWidth, (index + 1) * blockWidth)
      const { at } = draw(ofBlock, ofBlock.keys(), left)
      return { token: block * blockWidth + at, logProb: Math.log(ofBlock[at]! / total) }
    })
  } finally {
    weightsBC.dispose()
  }
}

const readWhole = async (
  logitsNV: tf.Tensor2D,
  draws: ReadonlyArray<Draw>,
  options: SamplingOptions
): Promise<ReadonlyArray<Choice>> => {
  const vocabulary = logitsNV.shape[1]
  const logits = await logitsNV.data<"float32">()
  const scratch = new Float64Array(vocabulary)
  return draws.map(({ row, uniform }) =>
    choose(logits.subarray(row * vocabulary, (row + 1) * vocabulary), options, uniform, scratch)
  )
}

/**
 * The next token of each of `draws` from logits `[N, vocabulary]`, with its natural logarithm of probability in the
 * temperature-scaled, untruncated distribution; at temperature 0 the most probable one, with that of temperature 1. A
 * log-probability that is no number tells that the logits are none.
 */
export const choices = (
  logitsNV: tf.Tensor2D,
  draws: ReadonlyArray<Draw>,
  options: SamplingOptions
): Promise<ReadonlyArray<Choice>> => {
  const { minP, temperature, topK, topP } = options
  const isWhole = topP >= 1 && topK === 0 && minP === 0
  if (Vocabulary.isSmall(logitsNV.shape[1]) || (temperature > 0 && !isWhole)) {
    return readWhole(logitsNV, draws, options)
  }
  return temperature === 0 ? greediest(logitsNV, draws) : sampled(logitsNV, draws, temperature)
}
