/** The forward pass of a Qwen- or Llama-shaped decoder, built so that training and cached sampling share every step. */
import * as tf from "@tensorflow/tfjs-core"
import * as Attention from "./Attention.ts"
import type { BranchedTokens, Places } from "./BranchedTokens.ts"
import * as Embedding from "./Embedding.ts"
import * as Heads from "./Heads.ts"
import { linear } from "./linear.ts"
import type { ModelConfig } from "./ModelConfig.ts"
import * as Products from "./Products.ts"
import { rmsNorm } from "./RmsNorm.ts"
import * as Rotary from "./Rotary.ts"
import { swiGlu } from "./SwiGlu.ts"
import type { LayerWeights, Network, Projection } from "./Weights.ts"

const project = (
  xNW: tf.Tensor2D,
  projection: Projection,
  multiply: Products.Multiply = Products.multiply
): tf.Tensor2D => {
  const { adapter, bias } = projection
  const products = multiply(xNW, projection)
  const biased: tf.Tensor2D = bias === undefined ? products : tf.add(products, bias)
  return adapter === undefined
    ? biased
    : tf.add(biased, tf.mul(linear(linear(xNW, adapter.a), adapter.b), adapter.scale))
}

/** Projects, normalises each head where the model does and turns it to its place: `[rows · heads, places, headWidth]`. */
const turnedHeads = (
  config: ModelConfig,
  xNW: tf.Tensor2D,
  projection: Projection,
  norm: tf.Tensor1D | undefined,
  tables: Rotary.RotaryTables,
  rows: number
): tf.Tensor3D => {
  const heads = tf.reshape(project(xNW, projection), [-1, config.headWidth]) as tf.Tensor2D
  return Rotary.toHeads(norm === undefined ? heads : rmsNorm(heads, norm, config.normEpsilon), tables, rows)
}

/** Input of a layer's attention, normalised. */
export const attentionInput = (config: ModelConfig, layer: LayerWeights, xNW: tf.Tensor2D): tf.Tensor2D =>
  rmsNorm(xNW, layer.attentionNorm, config.normEpsilon)

/** Queries of `rows` rows, `[rows · heads, places, headWidth]`. */
export const queries = (
  config: ModelConfig,
  layer: LayerWeights,
  inputNW: tf.Tensor2D,
  rows: number,
  places: Places
): tf.Tensor3D => turnedHeads(config, inputNW, layer.query, layer.queryNorm, places.query, rows)

/** Keys and values of `rows` rows, each `[rows · kvHeads, places, headWidth]`. */
export const keysAndValues = (
  config: ModelConfig,
  layer: LayerWeights,
  inputNW: tf.Tensor2D,
  rows: number,
  places: Places
): { readonly k: tf.Tensor3D; readonly v: tf.Tensor3D } => ({
  k: turnedHeads(config, inputNW, layer.key, layer.keyNorm, places.key, rows),
  v: Heads.split(project(inputNW, layer.value), rows, config.kvHeads, config.headWidth)
})

/** The rest of a layer: what attention found, back into the stream, then the feed-forward block. */
export const afterAttention = (
  config: ModelConfig,
  layer: LayerWeights,
  xNW: tf.Tensor2D,
  attended: tf.Tensor3D,
  rows: number,
  products: Products.Products = Products.made
): tf.Tensor2D => {
  const streamNW = tf.add(xNW, project(Heads.join(attended, rows), layer.output)) as tf.Tensor2D
  const inputNW = rmsNorm(streamNW, layer.feedForwardNorm, config.normEpsilon)
  const gatedNF = swiGlu(
    project(inputNW, layer.gate, products.gate),
    project(inputNW, layer.up, products.up)
  )
  return tf.add(streamNW, project(gatedNF, layer.down, products.down))
}

/** What the output matrix reads of the last layer's stream `[N, width]`. */
export const headInput = (config: ModelConfig, network: Network, streamNW: tf.Tensor2D): tf.Tensor2D =>
  rmsNorm(streamNW, network.finalNorm, config.normEpsilon)

/** Logits `[N, vocabulary]` of the last layer's stream. */
export const logits = (config: ModelConfig, network: Network, streamNW: tf.Tensor2D): tf.Tensor2D =>
  linear(headInput(config, network, streamNW), network.head)

/** What flows from layer to layer, `[N, width]` each. */
export interface Streams {
  readonly prefix: tf.Tensor2D
  readonly segments: tf.Tensor2D
}

/** The input of the first layer. */
export const embedded = ({ embedding }: Network, batch: BranchedTokens): Streams => ({
  prefix: Embedding.embed(embedding, batch.prefix.tokens),
  segments: Embedding.embed(embedding, batch.tokens)
})

/** What a layer makes of its input. Of the last layer's prefix only keys and values are read: it has none. */
export const throughLayer = (
  config: ModelConfig,
  layer: LayerWeights,
  batch: BranchedTokens,
  { prefix, segments }: Streams,
  isLast: boolean,
  products: Products.Products = Products.made
): { readonly prefix: tf.Tensor2D | undefined; readonly segments: tf.Tensor2D } => {
  const { rows } = batch.prefix
  const prefixInput = attentionInput(config, layer, prefix)
  const shared = keysAndValues(config, layer, prefixInput, rows, batch.prefix.places)
  const input = attentionInput(config, layer, segments)
  const own = keysAndValues(config, layer, input, rows, batch.places)
  const attended = Attention.segmentAttention(
    queries(config, layer, input, rows, batch.places),
    own.k,
    own.v,
    shared.k,
    shared.v,
    batch.prefix.used,
    batch.mask
  )
  const after = afterAttention(config, layer, segments, attended, rows, products)
  if (isLast) return { prefix: undefined, segments: after }
  const q = queries(config, layer, prefixInput, rows, batch.prefix.places)
  const prefixAttended = Attention.prefixAttention(q, shared.k, shared.v, batch.prefix.mask)
  return { prefix: afterAttention(config, layer, prefix, prefixAttended, rows, products), segments: after }
}

/** What the layers were given and made, and at the end the last one's output at every place of every segment, `[B · S, width]`. */
export interface Passed {
  readonly inputs: ReadonlyArray<Streams>
  /** Of each layer, what `Products.recorded` keeps; empty where it was not asked for. */
  readonly products: ReadonlyArray<ReadonlyArray<tf.Tensor2D>>
  readonly output: tf.Tensor2D
}

/** Through all layers; with `keepsProducts` what `Products.recalled` needs is kept. */
export const streams = (
  config: ModelConfig,
  network: Network,
  batch: BranchedTokens,
  keepsProducts = false
): Passed => {
  const inputs = [embedded(network, batch)]
  const products: Array<ReadonlyArray<tf.Tensor2D>> = []
  for (const layer of network.layers) {
    const kept: Array<tf.Tensor2D> = []
    const isLast = inputs.length === config.layers
    // What gradients need of a layer is kept by the tape.
    const { prefix, segments } = tf.tidy(() => {
      const how = keepsProducts ? Products.recorded(kept) : Products.made
      const made = throughLayer(config, layer, batch, inputs.at(-1)!, isLast, how)
      // A tidy block spares what it returns.
      return { ...made, kept }
    })
    products.push(kept)
    if (prefix === undefined) return { inputs, products, output: segments }
    inputs.push({ prefix, segments })
  }
  throw new Error("a model has at least one layer")
}

/** The last layer's stream at every place of every segment, `[B · S, width]`. */
export const forward = (config: ModelConfig, network: Network, batch: BranchedTokens): tf.Tensor2D =>
  streams(config, network, batch).output
