/** Keys and values of what a batch of requests has read. */
import * as tf from "@tensorflow/tfjs-core"
import { prefixAttention } from "./Attention.ts"
import * as BranchedTokens from "./BranchedTokens.ts"
import * as Embedding from "./Embedding.ts"
import * as Model from "./Model.ts"
import type { ModelConfig } from "./ModelConfig.ts"
import type { RotaryAngles } from "./Rotary.ts"
import type { Network } from "./Weights.ts"

/** Sampled places of a full block, and of the part by which a block grows: a step copies a part, not all that was sampled. */
export const blockPlaces = 128
const partPlaces = 16

/** Keys and values of sampled places, `[B · G · J, T, D]`. */
export interface Block {
  readonly k: tf.Tensor3D
  readonly v: tf.Tensor3D
}

/**
 * Axes: B requests, G samples each, J key heads, P prefix places, T sampled places of a block, D head width. The prefix
 * is held once per request.
 */
export interface LayerCache {
  /** `[B · J, P, D]` */
  readonly kPrefix: tf.Tensor3D
  readonly vPrefix: tf.Tensor3D
  /** Full ones, then one of whole parts that is not full, then a part that is not whole; the latter may be missing. */
  readonly own: ReadonlyArray<Block>
}

export interface Cache {
  readonly samples: number
  /** `[B]`, places used of each prefix. */
  readonly prefixes: Int32Array
  /** `[B, P]`: 0 at a request's prefix, `hidden` at padding. */
  readonly mask: tf.Tensor2D
  /** Sampled places. */
  readonly sampled: number
  /** `[B]`, the sampled place at which each request begins: it sees none before. */
  readonly begins: Int32Array
  readonly layers: ReadonlyArray<LayerCache>
}

const tensorsOf = ({ layers, mask }: Cache): ReadonlyArray<tf.Tensor> => [
  mask,
  ...layers.flatMap(({ kPrefix, own, vPrefix }) => [kPrefix, vPrefix, ...own.flatMap(({ k, v }) => [k, v])])
]

/** Frees what `cache` holds, but what `next` still uses. */
export const dispose = (cache: Cache, next?: Cache): void => {
  const kept = new Set(next === undefined ? [] : tensorsOf(next))
  for (const tensor of tensorsOf(cache)) if (!kept.has(tensor)) tensor.dispose()
}

/** Runs `body` and frees every tensor that it makes but those of the cache it returns, and `kept`. */
export const tidy = <Result extends { readonly cache: Cache; readonly kept?: tf.Tensor2D }>(
  body: () => Result
): Result => {
  let result: Result | undefined
  tf.tidy(() => {
    result = body()
    return [...tensorsOf(result.cache), ...(result.kept === undefined ? [] : [result.kept])]
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
  tidy(() => {
    const tokens = BranchedTokens.prefixTokens(prefix.tokens, prefix.lengths, angles)
    const requests = tokens.rows
    let streamNW = Embedding.embed(network.embedding, tokens.tokens)
    const layers = network.layers.map((layer, index): LayerCache => {
      const made = tf.tidy(() => {
        const inputNW = Model.attentionInput(config, layer, streamNW)
        const { k, v } = Model.keysAndValues(config, layer, inputNW, requests, tokens.places)
        if (index === config.layers - 1) return { k, v, streamNW: undefined }
        const q = Model.queries(config, layer, inputNW, requests, tokens.places)
        const attended = prefixAttention(q, k, v, tokens.mask)
        return { k, v, streamNW: Model.afterAttention(config, layer, streamNW, attended, requests) }
      })
      streamNW = made.streamNW ?? streamNW
      return { kPrefix: made.k, vPrefix: made.v, own: [] }
    })
    const begins = new Int32Array(requests)
    return {
      cache: { samples, prefixes: prefix.lengths, mask: tokens.used, sampled: 0, begins, layers }
    }
  }).cache

const joined = (a: Block, b: Block): Block => ({ k: tf.concat([a.k, b.k], 1), v: tf.concat([a.v, b.v], 1) })

const placesOf = ({ k }: Block): number => k.shape[1]

/** Blocks with one more place. */
export const appended = (own: ReadonlyArray<Block>, fresh: Block): ReadonlyArray<Block> => {
  const last = own.at(-1)
  if (last === undefined || placesOf(last) % partPlaces === 0) return [...own, fresh]
  const part = joined(last, fresh)
  const before = own.at(-2)
  return placesOf(part) === partPlaces && before !== undefined && placesOf(before) < blockPlaces
    ? [...own.slice(0, -2), joined(before, part)]
    : own.with(-1, part)
}

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

/**
 * Keeps only these requests, which ascend, and the blocks that one of them sees. Copies whole runs: `gather` on wasm moves
 * value by value.
 */
export const select = (cache: Cache, requests: ReadonlyArray<number>): Cache =>
  tidy(() => {
    const kept = runs(requests)
    const pick = <T extends tf.Tensor>(tensor: T): T => {
      const each = tensor.size / cache.begins.length
      const rows = tf.reshape(tensor, [cache.begins.length, each]) as tf.Tensor2D
      const picked = tf.concat(kept.map(([first, length]) => tf.slice(rows, [first, 0], [length, each])))
      const shape = [tensor.shape[0]! / cache.begins.length * requests.length, ...tensor.shape.slice(1)]
      return tf.reshape(picked, shape) as T
    }
    const begins = Int32Array.from(requests, (request) => cache.begins[request]!)
    const unseen = Math.floor(Math.min(...begins) / blockPlaces)
    return {
      cache: {
        samples: cache.samples,
        prefixes: Int32Array.from(requests, (request) => cache.prefixes[request]!),
        mask: pick(cache.mask),
        sampled: cache.sampled - unseen * blockPlaces,
        begins: begins.map((begin) => begin - unseen * blockPlaces),
        layers: cache.layers.map(({ kPrefix, own, vPrefix }) => ({
          kPrefix: pick(kPrefix),
          vPrefix: pick(vPrefix),
          own: own.slice(unseen).map(({ k, v }) => ({ k: pick(k), v: pick(v) }))
        }))
      }
    }
  }).cache

/** `[rows, places, D]` with so many places: those over are cut off, those that lack are 0. */
const withPlaces = (tensor: tf.Tensor3D, places: number): tf.Tensor3D => {
  const [rows, before, width] = tensor.shape
  if (before >= places) return tf.slice(tensor, [0, 0, 0], [rows, places, width])
  return tf.concat([tensor, tf.zeros([rows, places - before, width])], 1)
}

/** A batch with one that has sampled nothing yet behind it, of as many samples. */
export const join = (cache: Cache, fresh: Cache): Cache =>
  tidy(() => {
    const prefixes = Int32Array.of(...cache.prefixes, ...fresh.prefixes)
    const places = Math.max(1, ...prefixes)
    const both = (ours: tf.Tensor3D, theirs: tf.Tensor3D): tf.Tensor3D =>
      tf.concat([withPlaces(ours, places), withPlaces(theirs, places)])
    const added = fresh.begins.length / cache.begins.length
    const withRows = (own: tf.Tensor3D): tf.Tensor3D =>
      tf.concat([own, tf.zeros([own.shape[0] * added, own.shape[1], own.shape[2]])])
    return {
      cache: {
        samples: cache.samples,
        prefixes,
        mask: BranchedTokens.prefixMask(prefixes, places),
        sampled: cache.sampled,
        begins: Int32Array.of(...cache.begins, ...fresh.begins.map(() => cache.sampled)),
        layers: cache.layers.map(({ kPrefix, own, vPrefix }, index) => ({
          kPrefix: both(kPrefix, fresh.layers[index]!.kPrefix),
          vPrefix: both(vPrefix, fresh.layers[index]!.vPrefix),
          own: own.map(({ k, v }) => ({ k: withRows(k), v: withRows(v) }))
        }))
      }
    }
  }).cache
