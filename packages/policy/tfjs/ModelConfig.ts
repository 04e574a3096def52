/** The shape of a decoder-only transformer of the Qwen and Llama kind, and the names and shapes of its weights. */
import { Schema } from "effect"
import { vocabulary as characters } from "../tokenizer/CharacterTokenizer.ts"

const Size = Schema.Int.pipe(Schema.positive())

const optional = <A>(type: Schema.Schema<A>, value: A) => Schema.optionalWith(type, { default: () => value })

/** How Llama 3 stretches rotary positions: low frequencies are divided, high ones stay, those between are blended. */
export const RopeScaling = Schema.Struct({
  /** By what low frequencies are divided. */
  factor: Schema.Number.pipe(Schema.greaterThanOrEqualTo(1)),
  /** Frequencies that turn fewer times than this within `context` are low. */
  lowFrequency: Schema.Number.pipe(Schema.positive()),
  /** Frequencies that turn more often than this within `context` are high. */
  highFrequency: Schema.Number.pipe(Schema.positive()),
  /** Tokens of the context before it was stretched. */
  context: Size
}).pipe(
  Schema.filter(({ highFrequency, lowFrequency }) =>
    highFrequency > lowFrequency
      ? undefined
      : { path: ["highFrequency"], message: "must be greater than lowFrequency" }
  )
)
export type RopeScaling = typeof RopeScaling.Type

/** Sizes of a model, and in what families differ. Defaults are those of the small Qwen3 models. */
export const ModelConfig = Schema.Struct({
  layers: Size,
  /** Width of the residual stream. */
  width: Size,
  /** Query heads. */
  heads: Size,
  /** Key and value heads; divides `heads`. */
  kvHeads: Size,
  /** Width of one head; even. */
  headWidth: Size,
  /** Width inside the feed-forward block. */
  hiddenWidth: Size,
  /** Most tokens of prompt and response together. */
  context: Size,
  /** Number of tokens; default that of the character tokenizer. */
  vocabulary: optional(Size, characters),
  /** Base of the rotary frequencies; default 10 000 (Su et al., 2021), Qwen3 has 1 000 000. */
  ropeTheta: optional(Schema.Number.pipe(Schema.greaterThan(1)), 10_000),
  /** Llama 3's stretching of positions; none where absent. */
  ropeScaling: Schema.optionalWith(RopeScaling, { exact: true }),
  /** Added to mean squares before the root; default 1e-6. */
  normEpsilon: optional(Schema.Number.pipe(Schema.positive()), 1e-6),
  /** Whether the output matrix is the embedding matrix; default true. */
  tieEmbeddings: optional(Schema.Boolean, true),
  /** Whether each head's queries and keys are normalised, as in Qwen3; default true. */
  headNorms: optional(Schema.Boolean, true),
  /** Whether queries, keys and values have biases, as in Qwen2; default false. */
  attentionBiases: optional(Schema.Boolean, false)
}).pipe(
  Schema.filter((config) =>
    config.heads % config.kvHeads === 0 ? undefined : { path: ["kvHeads"], message: "must divide heads" }
  ),
  Schema.filter((config) =>
    config.headWidth % 2 === 0 ? undefined : { path: ["headWidth"], message: "must be even" }
  )
)
export type ModelConfig = typeof ModelConfig.Type
/** A configuration in which what has a default may be left out. */
export type ModelSettings = typeof ModelConfig.Encoded

/** One weight: its Hugging Face name, shape `[out, in]` or `[width]`, and how it starts. */
export interface Parameter {
  readonly name: string
  readonly shape: readonly [number, number] | readonly [number]
  /** `residual` writes into the residual stream and starts smaller by √(2 · layers); norms start at one, biases at zero. */
  readonly kind: "matrix" | "residual" | "norm" | "bias"
}

/** Names of the weights outside of layers. */
export const names = {
  embedding: "model.embed_tokens.weight",
  finalNorm: "model.norm.weight",
  head: "lm_head.weight"
}

/** Name of a weight of a layer. */
export const layerName = (layer: number, name: string): string => `model.layers.${layer}.${name}`

/** Weights of one layer, in the order in which `parameters` lists them. */
const layerParameters = (config: ModelConfig, layer: number): ReadonlyArray<Parameter> => {
  const { headWidth, hiddenWidth, width } = config
  const queries = config.heads * headWidth
  const keys = config.kvHeads * headWidth
  const each: ReadonlyArray<Parameter> = [
    { name: "input_layernorm.weight", shape: [width], kind: "norm" },
    { name: "self_attn.q_proj.weight", shape: [queries, width], kind: "matrix" },
    { name: "self_attn.k_proj.weight", shape: [keys, width], kind: "matrix" },
    { name: "self_attn.v_proj.weight", shape: [keys, width], kind: "matrix" },
    ...(config.attentionBiases
      ? [
        { name: "self_attn.q_proj.bias", shape: [queries], kind: "bias" },
        { name: "self_attn.k_proj.bias", shape: [keys], kind: "bias" },
        { name: "self_attn.v_proj.bias", shape: [keys], kind: "bias" }
      ] as const
      : []),
    { name: "self_attn.o_proj.weight", shape: [width, queries], kind: "residual" },
    ...(config.headNorms
      ? [
        { name: "self_attn.q_norm.weight", shape: [headWidth], kind: "norm" },
        { name: "self_attn.k_norm.weight", shape: [headWidth], kind: "norm" }
      ] as const
      : []),
    { name: "post_attention_layernorm.weight", shape: [width], kind: "norm" },
    { name: "mlp.gate_proj.weight", shape: [hiddenWidth, width], kind: "matrix" },
    { name: "mlp.up_proj.weight", shape: [hiddenWidth, width], kind: "matrix" },
    { name: "mlp.down_proj.weight", shape: [width, hiddenWidth], kind: "residual" }
  ]
  return each.map((parameter) => ({ ...parameter, name: layerName(layer, parameter.name) }))
}

/** Every weight of the model, in a fixed order. */
export const parameters = (config: ModelConfig): ReadonlyArray<Parameter> => [
  { name: names.embedding, shape: [config.vocabulary, config.width], kind: "matrix" },
  ...Array.from({ length: config.layers }, (_, layer) => layerParameters(config, layer)).flat(),
  { name: names.finalNorm, shape: [config.width], kind: "norm" },
  ...(config.tieEmbeddings
    ? []
    : [{ name: names.head, shape: [config.vocabulary, config.width], kind: "matrix" } as const])
]

/** Number of values in a weight. */
export const sizeOf = (parameter: Parameter): number => parameter.shape[0] * (parameter.shape[1] ?? 1)

/** Number of values in weights together. */
export const countOf = (parameters: ReadonlyArray<Parameter>): number =>
  parameters.reduce((sum, parameter) => sum + sizeOf(parameter), 0)
