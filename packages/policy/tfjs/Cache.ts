/** Keys and values of what a batch of requests has read, and one step of the model over them. */
import * as tf from "@tensorflow/tfjs-core"
import * as Attention from "./Attention.ts"
import * as BranchedTokens from "./BranchedTokens.ts"
import * as Embedding from "./Embedding.ts"
import * as Model from "./Model.ts"
import type { ModelConfig } from "./ModelConfig.ts"
import type { RotaryAngles } from "./Rotary.ts"
import type { Network } from "./Weights.ts"

/**
 * Axes: B requests, G samples each, H query heads, J key heads, P prefix places, T sampled places, D head width.
 * The prefix is held once per request.
 */
interface LayerCache {
  /** `[B · J, P, D]` */
  readonly kPrefix: tf.Tensor3D
  readonly vPrefix: tf.Tensor3D
  /** `[B · G · J, T, D]`; absent before the first step. */
  readonly own: { readonly k: tf.Tensor3D; readonly v: tf.Tensor3D } | undefined
}

export interface Cache {
  readonly requests: number
  readonly samples: number
  /** `[B, 1, 1, P]`: 0 at a request's prefix, −1e9 at padding. */
  readonly mask: tf.Tensor4D
  readonly layers: ReadonlyArray<LayerCache>
}

const tensorsOf = ({ layers, mask }: Cache): ReadonlyArray<tf.Tensor> => [
  mask,
  ...layers.flatMap((
    { kPrefix, own, vPrefix }
  ) => [kPrefix, vPrefix, ...(own === undefined ? [] : [own.k, own.v])])
]

/** Frees what `cache` holds, but what `next` still uses. */
export const dispose = (cache: Cache, next?: Cache): void => {
  const kept = new Set(next === undefined ? [] : tensorsOf(next))
  for (const tensor of tensorsOf(cache)) if (!kept.has(tensor)) tensor.dispose()
}

/** Runs `body` and frees every tensor that it makes but those of the cache it returns. */
const tidyCache = <Result extends { readonly cache: Cache }>(body: () => Result): Result => {
  let result: Result | undefined
  tf.tidy(() => {
    result = body()
    return [...tensorsOf(result.cache)]
  })
  return result!
}

/** Reads the prefixes (`[B · P]` tokens, `[B]` used lengths) of requests of G samples each. */
export const prefill = (
  config: ModelConfig,
  network: Network,
  angles: RotaryAngles,
  prefix: { readonly tokens: Int32Array; readonly lengths: Int32Array },
  samples: number
): Cache =>
  tidyCache(() => {
    const tokens = BranchedTokens.prefixTokens(prefix.tokens, prefix.lengths, angles)
    const requests = tokens.rows
    let streamNW = Embedding.embed(network.embedding, tokens.tokens)
    const layers = network.layers.map((layer, index): LayerCache => {
      const made = tf.tidy(() => {
        const inputNW = Model.attentionInput(config, layer, streamNW)
        const { k, v } = Model.keysAndValues(config, layer, inputNW, requests, tokens.places)
        if (index === config.layers - 1) return { k, v, streamNW: undefined }
        const q = Model.queries(config, layer, inputNW, requests, tokens.places)
        const attended = Attention.prefixAttention(q, k, v, tokens.mask)
        return { k, v, streamNW: Model.afterAttention(config, layer, streamNW, attended, requests) }
      })
      streamNW = made.streamNW ?? streamNW
      return { kPrefix: made.k, vPrefix: made.v, own: undefined }
    })
    return { cache: { requests, samples, mask: tokens.used, layers } }
  }).cache

/** Attention of one new place per sample: q `[B · G · H, 1, D]`, the same out. */
const attend = (config: ModelConfig, cache: Cache, layer: LayerCache, q: tf.Tensor3D): tf.Tensor3D => {
  const { headWidth, heads, kvHeads } = config
  const { mask, requests, samples } = cache
  const { k, v } = layer.own!
  const prefix = layer.kPrefix.shape[1]
  const sampled = k.shape[1]
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
  const seen = tf.add(tf.reshape(all, [requests, heads, samples, prefix]), mask)
  const prefixScores = tf.reshape(seen, [count, prefix])
  const ownScores = tf.reshape(tf.matMul(bySample(q, headWidth), k, false, true), [count, sampled])
  // The softmax over both: highest scores and sums are exchanged between the two orders, the scores stay.
  const highest = tf.maximum(tf.max(ownScores, 1, true), swap(tf.max(prefixScores, 1, true), heads, samples))
  const toPrefix = tf.exp(tf.sub(prefixScores, swap(highest, samples, heads))) as tf.Tensor2D
  const toOwn = tf.exp(tf.sub(ownScores, highest)) as tf.Tensor2D
  const total = tf.add(Attention.rowSums(toOwn), swap(Attention.rowSums(toPrefix), heads, samples))
  const fromPrefix = tf.matMul(byRequest(toPrefix, prefix), layer.vPrefix)
  const fromOwn = tf.reshape(tf.matMul(bySample(toOwn, sampled), v), [count, headWidth])
  return tf.reshape(tf.div(tf.add(swap(fromPrefix, heads, samples), fromOwn), total), [count, 1, headWidth])
}

/** Reads one token per sample (`[B · G]`, with positions) and gives the next one's logits, `[B · G, vocabulary]`. */
export const advance = (
  config: ModelConfig,
  network: Network,
  angles: RotaryAngles,
  cache: Cache,
  tokens: Int32Array,
  positions: Int32Array
): { readonly logits: Float32Array; readonly cache: Cache } =>
  tidyCache(() => {
    const rows = tokens.length
    const places = BranchedTokens.places(angles, positions)
    let streamNW = Embedding.embed(network.embedding, tf.tensor1d(tokens, "int32"))
    const layers = network.layers.map((layer, index): LayerCache => {
      const before = cache.layers[index]!
      const inputNW = Model.attentionInput(config, layer, streamNW)
      const fresh = Model.keysAndValues(config, layer, inputNW, rows, places)
      const own = before.own === undefined
        ? fresh
        : { k: tf.concat([before.own.k, fresh.k], 1), v: tf.concat([before.own.v, fresh.v], 1) }
      const after = { ...before, own }
      const q = Model.queries(config, layer, inputNW, rows, places)
      streamNW = Model.afterAttention(config, layer, streamNW, attend(config, cache, after, q), rows)
      return after
    })
    const logits = Model.logits(config, network, streamNW).dataSync() as Float32Array
    return { logits, cache: { ...cache, layers } }
  })

/** Ascending numbers as runs of neighbours, `[first, length]`. */
const runs = (numbers: ReadonlyArray<number>): ReadonlyArray<readonly [number, number]> => {
  const found: Array<[number, number]> = []
  for (const number of numbers) {
    const last = found.at(-1)
    if (last !== undefined && last[0] + last[1] === number) last[1]++
    else found.push([number, 1])
  }
  return found
}

/** Keeps only these requests, which ascend. Copies whole runs: `gather` on wasm moves value by value. */
export const select = (cache: Cache, requests: ReadonlyArray<number>): Cache =>
  tidyCache(() => {
    const kept = runs(requests)
    const pick = <T extends tf.Tensor>(tensor: T): T => {
      const each = tensor.size / cache.requests
      const rows = tf.reshape(tensor, [cache.requests, each]) as tf.Tensor2D
      const picked = tf.concat(kept.map(([first, length]) => tf.slice(rows, [first, 0], [length, each])))
      const shape = [tensor.shape[0]! / cache.requests * requests.length, ...tensor.shape.slice(1)]
      return tf.reshape(picked, shape) as T
    }
    return {
      cache: {
        requests: requests.length,
        samples: cache.samples,
        mask: pick(cache.mask),
        layers: cache.layers.map(({ kPrefix, own, vPrefix }) => ({
          kPrefix: pick(kPrefix),
          vPrefix: pick(vPrefix),
          own: own === undefined ? undefined : { k: pick(own.k), v: pick(own.v) }
        }))
      }
    }
  }).cache
