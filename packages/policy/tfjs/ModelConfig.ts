/** The shape of a decoder-only transformer of the Qwen3 kind, and the names and shapes of its weights. */
import { Schema } from "effect"
import { vocabulary as characters } from "../tokenizer/CharacterTokenizer.ts"

const Size = Schema.Int.pipe(Schema.positive())

const optional = <A>(type: Schema.Schema<A>, value: A) => Schema.optionalWith(type, { default: () => value })

/** Sizes of a model. */
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
  /** Added to mean squares before the root; default 1e-6. */
  normEpsilon: optional(Schema.Number.pipe(Schema.positive()), 1e-6),
  /** Whether the output matrix is the embedding matrix; default true, as in the small Qwen3 models. */
  tieEmbeddings: optional(Schema.Boolean, true)
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
  /** `residual` writes into the residual stream and starts smaller by √(2 · layers); norms start at one. */
  readonly kind: "matrix" | "residual" | "norm"
}

/** Weights of one layer, in the order in which `parameters` lists them. */
export const layerParameters = (config: ModelConfig, layer: number): ReadonlyArray<Parameter> => {
  const { headWidth, hiddenWidth, width } = config
  const queries = config.heads * headWidth
  const keys = config.kvHeads * headWidth
  const prefix = `model.layers.${layer}.`
  return [
    { name: `${prefix}input_layernorm.weight`, shape: [width], kind: "norm" },
    { name: `${prefix}self_attn.q_proj.weight`, shape: [queries, width], kind: "matrix" },
    { name: `${prefix}self_attn.k_proj.weight`, shape: [keys, width], kind: "matrix" },
    { name: `${prefix}self_attn.v_proj.weight`, shape: [keys, width], kind: "matrix" },
    { name: `${prefix}self_attn.o_proj.weight`, shape: [width, queries], kind: "residual" },
    { name: `${prefix}self_attn.q_norm.weight`, shape: [headWidth], kind: "norm" },
    { name: `${prefix}self_attn.k_norm.weight`, shape: [headWidth], kind: "norm" },
    { name: `${prefix}post_attention_layernorm.weight`, shape: [width], kind: "norm" },
    { name: `${prefix}mlp.gate_proj.weight`, shape: [hiddenWidth, width], kind: "matrix" },
    { name: `${prefix}mlp.up_proj.weight`, shape: [hiddenWidth, width], kind: "matrix" },
    { name: `${prefix}mlp.down_proj.weight`, shape: [width, hiddenWidth], kind: "residual" }
  ]
}

/** Every weight of the model, in a fixed order. */
export const parameters = (config: ModelConfig): ReadonlyArray<Parameter> => [
  { name: "model.embed_tokens.weight", shape: [config.vocabulary, config.width], kind: "matrix" },
  ...Array.from({ length: config.layers }, (_, layer) => layerParameters(config, layer)).flat(),
  { name: "model.norm.weight", shape: [config.width], kind: "norm" },
  ...(config.tieEmbeddings
    ? []
    : [{ name: "lm_head.weight", shape: [config.vocabulary, config.width], kind: "matrix" } as const])
]

/** Number of values in a weight. */
export const sizeOf = (parameter: Parameter): number => parameter.shape[0] * (parameter.shape[1] ?? 1)
