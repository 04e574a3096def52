/** The weights of a model: their first values, and their places in the network. */
import { fromCoordinates } from "@scaler/dsl/Random"
import * as tf from "@tensorflow/tfjs-core"
import { layerName, type ModelConfig, names, type Parameter, parameters, sizeOf } from "./ModelConfig.ts"

/** Tensors in the order of `ModelConfig.parameters`. */
export type Weights = ReadonlyArray<tf.Tensor>

/** What is added to a matrix: scale · B · A. */
export interface Adapter {
  /** A, `[rank, in]`. */
  readonly a: tf.Tensor2D
  /** B, `[out, rank]`. */
  readonly b: tf.Tensor2D
  readonly scale: number
}

/** A matrix `[out, in]`, and what is added to its products: `[out]` where the model has that, and an adapter's. */
export interface Projection {
  readonly weight: tf.Tensor2D
  readonly bias: tf.Tensor1D | undefined
  readonly adapter: Adapter | undefined
}

/** Weights of one layer. */
export interface LayerWeights {
  readonly attentionNorm: tf.Tensor1D
  readonly query: Projection
  readonly key: Projection
  readonly value: Projection
  readonly output: Projection
  /** `[headWidth]`; absent where heads are not normalised. */
  readonly queryNorm: tf.Tensor1D | undefined
  readonly keyNorm: tf.Tensor1D | undefined
  readonly feedForwardNorm: tf.Tensor1D
  readonly gate: Projection
  readonly up: Projection
  readonly down: Projection
}

/** The weights by their places. */
export interface Network {
  /** `[vocabulary, width]` */
  readonly embedding: tf.Tensor2D
  readonly layers: ReadonlyArray<LayerWeights>
  readonly finalNorm: tf.Tensor1D
  /** `[vocabulary, width]`; the embedding itself where tied. */
  readonly head: tf.Tensor2D
  /** Whether embedding, last norm and output matrix are trained: that one's gradient takes as long as a pass through it. */
  readonly hasTrainedEnds: boolean
}

const deviation = 0.02

/**
 * The first values of a weight, a function of (seed, name) alone: normal with deviation 0.02 (outputs into the
 * residual stream 0.02 / √(2 · layers), as in GPT-2), norms one, biases zero.
 */
export const initial = (config: ModelConfig, parameter: Parameter, seed: number): Float32Array => {
  const values = new Float32Array(sizeOf(parameter))
  if (parameter.kind === "norm") return values.fill(1)
  if (parameter.kind === "bias") return values
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
export const initialise = (config: ModelConfig, seed: number): Weights => {
  const all = parameters(config)
  return fromValues(all, all.map((parameter) => initial(config, parameter, seed)))
}

/** Tensors of given values, in the order of the parameters. The caller disposes them. */
export const fromValues = (
  parameters: ReadonlyArray<Pick<Parameter, "shape">>,
  values: ReadonlyArray<Float32Array>
): Weights => parameters.map(({ shape }, index) => tf.tensor(values[index]!, [...shape], "float32"))

/** Gives weights their places. `weights` follow the order of `ModelConfig.parameters`. */
export const network = (config: ModelConfig, weights: Weights): Network => {
  const named = new Map(parameters(config).map(({ name }, index) => [name, weights[index]!]))
  const embedding = named.get(names.embedding) as tf.Tensor2D
  return {
    embedding,
    layers: Array.from({ length: config.layers }, (_, layer) => {
      const vector = (name: string) => named.get(layerName(layer, name)) as tf.Tensor1D
      const projection = (name: string, bias = false): Projection => ({
        weight: named.get(layerName(layer, `${name}.weight`)) as tf.Tensor2D,
        bias: bias ? vector(`${name}.bias`) : undefined,
        adapter: undefined
      })
      return {
        attentionNorm: vector("input_layernorm.weight"),
        query: projection("self_attn.q_proj", config.attentionBiases),
        key: projection("self_attn.k_proj", config.attentionBiases),
        value: projection("self_attn.v_proj", config.attentionBiases),
        output: projection("self_attn.o_proj"),
        queryNorm: config.headNorms ? vector("self_attn.q_norm.weight") : undefined,
        keyNorm: config.headNorms ? vector("self_attn.k_norm.weight") : undefined,
        feedForwardNorm: vector("post_attention_layernorm.weight"),
        gate: projection("mlp.gate_proj"),
        up: projection("mlp.up_proj"),
        down: projection("mlp.down_proj")
      }
    }),
    finalNorm: named.get(names.finalNorm) as tf.Tensor1D,
    head: named.get(config.tieEmbeddings ? names.embedding : names.head) as tf.Tensor2D,
    hasTrainedEnds: true
  }
}
