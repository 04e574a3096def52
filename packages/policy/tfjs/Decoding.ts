/** One step of the model over a batch whose keys and values are cached. */
import * as tf from "@tensorflow/tfjs-core"
import * as Attention from "./Attention.ts"
import * as BranchedTokens from "./BranchedTokens.ts"
import { type Block, blockPlaces, type Cache, type LayerCache, tidy } from "./Cache.ts"
import * as Embedding from "./Embedding.ts"
import * as Model from "./Model.ts"
import type { ModelConfig } from "./ModelConfig.ts"
import type { RotaryAngles } from "./Rotary.ts"
import type { Network } from "./Weights.ts"

/** What may be seen of the sampled places, `[B, 1, T]`; undefined where every request sees all. */
const ownMask = ({ begins, sampled }: Cache): tf.Tensor3D | undefined => {
  if (begins.every((begin) => begin === 0)) return undefined
  const mask = new Float32Array(begins.length * sampled)
  begins.forEach((begin, row) => mask.fill(Attention.hidden, row * sampled, row * sampled + begin))
  return tf.tensor3d(mask, [begins.length, 1, sampled])
}

/**
 * Attention of one new place per sample: q `[B · G · H, 1, D]` of H query heads, the same out. Axes are those of the
 * cache.
 */
const attend = (
  config: ModelConfig,
  cache: Cache,
  layer: LayerCache,
  seen: tf.Tensor3D | undefined,
  q: tf.Tensor3D
): tf.Tensor3D => {
  const { headWidth, heads, kvHeads } = config
  const { mask, sampled, samples } = cache
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

  const all = tf.matMul(byRequest(swap(q, samples, heads), headWidth), layer.kPrefix, false, true)
  const prefixScores = tf.reshape(
    tf.add(tf.reshape(all, [requests, heads, samples, prefix]), mask),
    [count, prefix]
  )
  const queries = bySample(q, headWidth)
  const toBlocks = layer.own.map(({ k }): tf.Tensor2D =>
    tf.reshape(tf.matMul(queries, k, false, true), [count, k.shape[1]])
  )
  const allOwn = toBlocks.length === 1 ? toBlocks[0]! : tf.concat(toBlocks, 1)
  const ownScores = seen === undefined
    ? allOwn
    : tf.reshape(tf.add(tf.reshape(allOwn, [requests, samples * heads, sampled]), seen), [count, sampled])
  // The softmax over both: highest scores and sums are exchanged between the two orders, the scores stay.
  const highest = tf.maximum(tf.max(ownScores, 1, true), swap(tf.max(prefixScores, 1, true), heads, samples))
  const toPrefix = tf.exp(tf.sub(prefixScores, swap(highest, samples, heads))) as tf.Tensor2D
  const toOwn = tf.exp(tf.sub(ownScores, highest)) as tf.Tensor2D
  const total = tf.add(Attention.rowSums(toOwn), swap(Attention.rowSums(toPrefix), heads, samples))
  const fromPrefix = tf.matMul(byRequest(toPrefix, prefix), layer.vPrefix)
  const fromBlocks = layer.own.map(({ v }, block) => {
    const places = v.shape[1]
    const toBlock = layer.own.length === 1
      ? toOwn
      : tf.slice(toOwn, [0, block * blockPlaces], [count, places])
    return tf.matMul(bySample(toBlock, places), v)
  })
  const fromOwn = tf.reshape(fromBlocks.length === 1 ? fromBlocks[0]! : tf.addN(fromBlocks), [
    count,
    headWidth
  ])
  return tf.reshape(tf.div(tf.add(swap(fromPrefix, heads, samples), fromOwn), total), [count, 1, headWidth])
}

/** Blocks with one more place. */
const appended = (own: ReadonlyArray<Block>, fresh: Block): ReadonlyArray<Block> => {
  const last = own.at(-1)
  if (last === undefined || last.k.shape[1] === blockPlaces) return [...own, fresh]
  return own.with(-1, { k: tf.concat([last.k, fresh.k], 1), v: tf.concat([last.v, fresh.v], 1) })
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
