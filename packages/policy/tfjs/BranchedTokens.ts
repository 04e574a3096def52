/** Micro-batches as the tensors that a forward pass reads. */
import * as tf from "@tensorflow/tfjs-core"
import { hidden } from "./Attention.ts"
import type { MicroBatch } from "./Batch.ts"
import * as Rotary from "./Rotary.ts"

/** Rotary tables of a list of tokens; the queries' carry the 1/√headWidth of the scores. */
export interface Places {
  readonly query: Rotary.RotaryTables
  readonly key: Rotary.RotaryTables
}

export const places = (angles: Rotary.RotaryAngles, positions: Int32Array): Places => ({
  query: Rotary.tables(angles, positions, 1 / Math.sqrt(angles.headWidth)),
  key: Rotary.tables(angles, positions)
})

/** Prefixes, as training and sampling read them. */
export interface PrefixTokens {
  readonly rows: number
  /** `[B · P]` */
  readonly tokens: tf.Tensor1D
  readonly places: Places
  /** `[P, P]`, causal; padding comes after a prefix and is thereby unseen. */
  readonly mask: tf.Tensor2D
  /** `[B, P]`, what may be seen of each prefix by what continues it. */
  readonly used: tf.Tensor2D
}

/** Rows that share a prefix among segments; `Attention` names the axes. */
export interface BranchedTokens {
  readonly prefix: PrefixTokens
  /** `[B · S]` */
  readonly tokens: tf.Tensor1D
  readonly places: Places
  /** `[R, R]`, causal. */
  readonly mask: tf.Tensor2D
}

/** What may be seen of prefixes of these lengths, `[B, P]`: 0 at their tokens, `hidden` at padding. */
export const prefixMask = (lengths: Int32Array, width: number): tf.Tensor2D => {
  const mask = new Float32Array(lengths.length * width)
  lengths.forEach((length, row) => mask.fill(hidden, row * width + length, (row + 1) * width))
  return tf.tensor2d(mask, [lengths.length, width])
}

/** What each of the first places may see: itself and those before it, `[first, places]`. */
export const causal = (places: number, first = places): tf.Tensor2D =>
  prefixMask(Int32Array.from({ length: first }, (_, place) => place + 1), places)

/** Tokens `[B · P]` of which the first `lengths` `[B]` of each row are used. */
export const prefixTokens = (
  tokens: Int32Array,
  lengths: Int32Array,
  angles: Rotary.RotaryAngles
): PrefixTokens => {
  const rows = lengths.length
  const width = tokens.length / rows
  return {
    rows,
    tokens: tf.tensor1d(tokens, "int32"),
    places: places(angles, Int32Array.from(tokens, (_, index) => index % width)),
    mask: causal(width),
    used: prefixMask(lengths, width)
  }
}

export const branchedTokens = (batch: MicroBatch, angles: Rotary.RotaryAngles): BranchedTokens => ({
  prefix: prefixTokens(batch.prefixTokens, batch.prefixLengths, angles),
  tokens: tf.tensor1d(batch.segmentTokens, "int32"),
  places: places(angles, batch.segmentPositions),
  mask: causal(batch.length)
})
