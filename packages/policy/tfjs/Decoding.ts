/** One step of the model over a batch whose keys and values are cached. */
import * as tf from "@tensorflow/tfjs-core"
import * as Attention from "./Attention.ts"
import * as BranchedTokens from "./BranchedTokens.ts"
import { appended, type Cache, type LayerCache, tidy } from "./Cache.ts"
import * as Embedding from "./Embedding.ts"
import * as Model from "./Model.ts"
import type { ModelConfig } from "./ModelConfig.ts"
import type { RotaryAngles } from "./Rotary.ts"
import * as Softmax from "./Softmax.ts"
import type { Network } from "./Weights.ts"

/** What may be seen of the sampled places, `[B, T]`; undefined where every request sees all. */
const ownMask = ({ begins, sampled }: Cache): tf.Tensor2D | undefined => {
  if (begins.every((begin) => begin === 0)) return undefined
  const mask = new Float32Array(begins.length * sampled)
  begins.forEach((begin, row) => mask.fill(Attention.hidden, row * sampled, row * sampled + begin))
  return tf.tensor2d(mask, [begins.length, sampled])
}

/**
 * Attention of one new place per sample: q `[B · G · H, 1, D]` of H query heads, the same out. Axes are those of the
 * cache.
 */
const attend = (
  config: ModelConfig,
  cache: Cache,
  layer: LayerCache,
  seen: tf.Tensor2D | undefined,
  q: tf.Tensor3D
): tf.Tensor3D => {
  const { headWidth, heads, kvHeads } = config
  const { mask, samples } = cache
  const requests = cache.begins.length
  const prefix = layer.kPrefix.shape[1]
  const group = heads / kvHeads
  const count = requests * samples * heads
  // Rows are ordered (request, head, sample) where a request's samples are rows of one product with its prefix, and
  // (request, sample, head) where each sample meets its own keys.
  const swap = (rows: tf.Tensor, outer: number, inner: number): tf.Tensor2D => {
    const width = rows.size / count
    const split = tf.reshape(rows, [requests, outer, inner, width])
    return tf.reshape(tf.transpose(split, [0, 2, 1, 3]), [count, width])
  }
  const byRequest = (rows: tf.Tensor, width: number) =>
    tf.reshape(rows, [requests * kvHeads, group * samples, width]) as tf.Tensor3D
  const bySample = (rows: tf.Tensor, width: number) =>
    tf.reshape(rows, [requests * samples * kvHeads, group, width]) as tf.Tensor3D

  const queries = bySample(q, headWidth)
  const toBlocks = layer.own.map(({ k }): tf.Tensor2D =>
    tf.reshape(tf.matMul(queries, k, false, true), [count, k.shape[1]])
  )
  const toAll = tf.matMul(byRequest(swap(q, samples, heads), headWidth), layer.kPrefix, false, true)
  const joint = Softmax.joint(
    { scores: tf.reshape(toAll, [count, prefix]), mask },
    { scores: toBlocks.length === 1 ? toBlocks[0]! : tf.concat(toBlocks, 1), mask: seen },
    { samples, heads, each: samples * heads }
  )
  const fromPrefix = tf.matMul(byRequest(joint.first, prefix), layer.vPrefix)
  let begin = 0
  const fromBlocks = layer.own.map(({ v }) => {
    const places = v.shape[1]
    const toBlock = layer.own.length === 1
      ? joint.second
      : tf.slice(joint.second, [0, begin], [count, places])
    begin += places
    return tf.matMul(bySample(toBlock, places), v)
  })
  const fromOwn = tf.reshape(fromBlocks.length === 1 ? fromBlocks[0]! : tf.addN(fromBlocks), [
    count,
    headWidth
  ])
  return tf.reshape(tf.add(swap(fromPrefix, heads, samples), fromOwn), [count, 1, headWidth])
}

/** A token that is read, and its position. */
interface Reading {
  readonly token: number
  readonly position: number
}

/** Reads one token per sample (B · G of them) and gives the next ones' logits, `[B · G, vocabulary]`. */
export const advance = (
  config: ModelConfig,
  network: Network,
  angles: RotaryAngles,
  before: Cache,
  readings: ReadonlyArray<Reading>
): { readonly logits: tf.Tensor2D; readonly cache: Cache } => {
  const { cache, kept: logits } = tidy(() => {
    const rows = readings.length
    const places = BranchedTokens.places(angles, Int32Array.from(readings, ({ position }) => position))
    const grown = { ...before, sampled: before.sampled + 1 }
    const seen = ownMask(grown)
    const tokens = Int32Array.from(readings, ({ token }) => token)
    let streamNW = Embedding.embed(network.embedding, tf.tensor1d(tokens, "int32"))
    const layers = network.layers.map((layer, index): LayerCache => {
      const inputNW = Model.attentionInput(config, layer, streamNW)
      const fresh = Model.keysAndValues(config, layer, inputNW, rows, places)
      const after = { ...before.layers[index]!, own: appended(before.layers[index]!.own, fresh) }
      const q = Model.queries(config, layer, inputNW, rows, places)
      streamNW = Model.afterAttention(config, layer, streamNW, attend(config, grown, after, seen, q), rows)
      return after
    })
    return { cache: { ...grown, layers }, kept: Model.logits(config, network, streamNW) }
  })
  return { cache, logits }
}
