/** The weights of a model: their first values, and their places in the network. */
import { fromCoordinates } from "@scaler/dsl/Random"
import * as tf from "@tensorflow/tfjs-core"
import { layerParameters, type ModelConfig, type Parameter, parameters, sizeOf } from "./ModelConfig.ts"

/** Tensors in the order of `ModelConfig.parameters`. */
export type Weights = ReadonlyArray<tf.Tensor>

/** Weights of one layer; matrices are `[out, in]`. */
export interface LayerWeights {
  readonly attentionNorm: tf.Tensor1D
  readonly query: tf.Tensor2D
  readonly key: tf.Tensor2D
  readonly value: tf.Tensor2D
  readonly output: tf.Tensor2D
  readonly queryNorm: tf.Tensor1D
  readonly keyNorm: tf.Tensor1D
  readonly feedForwardNorm: tf.Tensor1D
  readonly gate: tf.Tensor2D
  readonly up: tf.Tensor2D
  readonly down: tf.Tensor2D
}

/** The weights by their places. */
export interface Network {
  /** `[vocabulary, width]` */
  readonly embedding: tf.Tensor2D
  readonly layers: ReadonlyArray<LayerWeights>
  readonly finalNorm: tf.Tensor1D
  /** `[vocabulary, width]`; the embedding itself where tied. */
  readonly head: tf.Tensor2D
}

const deviation = 0.02

/**
 * The first values of a weight, a function of (seed, name) alone: normal with deviation 0.02 (outputs into the
 * residual stream 0.02 / √(2 · layers), as in GPT-2), norms one.
 */
export const initial = (config: ModelConfig, parameter: Parameter, seed: number): Float32Array => {
  const values = new Float32Array(sizeOf(parameter))
  if (parameter.kind === "norm") return values.fill(1)
  const scale = parameter.kind === "residual" ? deviation / Math.sqrt(2 * config.layers) : deviation
  const { unit } = fromCoordinates("initial weight", seed, parameter.name)
  for (let index = 0; index < values.length; index += 2) {
    const radius = scale * Math.sqrt(-2 * Math.log(1 - unit()))
    const angle = 2 * Math.PI * unit()
    values[index] = radius * Math.cos(angle)
    if (index + 1 < values.length) values[index + 1] = radius * Math.sin(angle)
  }
  return values
}

/** Weights with their first values. The caller disposes them. */
export const initialise = (config: ModelConfig, seed: number): Weights =>
  fromValues(config, parameters(config).map((parameter) => initial(config, parameter, seed)))

/** Weights of given values, in the order of `ModelConfig.parameters`. The caller disposes them. */
export const fromValues = (config: ModelConfig, values: ReadonlyArray<Float32Array>): Weights =>
  parameters(config).map(({ shape }, index) => tf.tensor(values[index]!, [...shape], "float32"))

/** Gives weights their places. `weights` follow the order of `ModelConfig.parameters`. */
export const network = (config: ModelConfig, weights: Weights): Network => {
  const perLayer = layerParameters(config, 0).length
  const embedding = weights[0] as tf.Tensor2D
  return {
    embedding,
    layers: Array.from({ length: config.layers }, (_, layer) => {
      const at = 1 + layer * perLayer
      const [attentionNorm, query, key, value, output, queryNorm, keyNorm, feedForwardNorm, gate, up, down] =
        weights
          .slice(at, at + perLayer)
      return {
        attentionNorm: attentionNorm as tf.Tensor1D,
        query: query as tf.Tensor2D,
        key: key as tf.Tensor2D,
        value: value as tf.Tensor2D,
        output: output as tf.Tensor2D,
        queryNorm: queryNorm as tf.Tensor1D,
        keyNorm: keyNorm as tf.Tensor1D,
        feedForwardNorm: feedForwardNorm as tf.Tensor1D,
        gate: gate as tf.Tensor2D,
        up: up as tf.Tensor2D,
        down: down as tf.Tensor2D
      }
    }),
    finalNorm: weights[1 + config.layers * perLayer] as tf.Tensor1D,
    head: config.tieEmbeddings ? embedding : weights[2 + config.layers * perLayer] as tf.Tensor2D
  }
}
