/** `config.json` of a Hugging Face folder: what of it is supported, and the model that it describes. */
import { Either, ParseResult, Schema } from "effect"
import { ModelConfig, type ModelSettings } from "../tfjs/ModelConfig.ts"
import * as Folder from "./Folder.ts"

export const name = "config.json"

const Size = Schema.Int.pipe(Schema.positive())
const Positive = Schema.Number.pipe(Schema.positive())

/** Absent and null mean the same in these files. */
export const nullable = <A, I>(type: Schema.Schema<A, I>) =>
  Schema.optionalWith(type, { nullable: true, exact: true })
export const withDefault = <A, I>(type: Schema.Schema<A, I>, value: A) =>
  Schema.optionalWith(type, { nullable: true, default: () => value })

/** A field that may be absent or have one of these values, because others would change what the model computes. */
export const only = (...values: ReadonlyArray<string | number | boolean>) =>
  nullable(Schema.Unknown.pipe(Schema.filter((value) =>
    values.some((supported) => supported === value) ||
    (values.length === 0
      ? "is not supported"
      : `is ${JSON.stringify(value)}; supported is ${
        values.map((value) => JSON.stringify(value)).join(", ")
      }`)
  )))

/** `rope_parameters`, or `rope_scaling` as it was before Transformers 5. */
const Rope = Schema.Struct({
  rope_type: only("default", "llama3"),
  type: only("default", "llama3"),
  rope_theta: nullable(Positive),
  partial_rotary_factor: only(1),
  factor: nullable(Positive),
  low_freq_factor: nullable(Positive),
  high_freq_factor: nullable(Positive),
  original_max_position_embeddings: nullable(Size)
  // Parameters of each kind of layer would be structures within.
}, { key: Schema.String, value: Schema.NullOr(Schema.Union(Schema.Number, Schema.String, Schema.Boolean)) })

const File = Schema.Struct({
  model_type: Schema.Unknown.pipe(
    Schema.filter(
      (type): type is "qwen3" | "qwen2" | "llama" => type === "qwen3" || type === "qwen2" || type === "llama",
      {
        message: ({ actual }) =>
          `is ${JSON.stringify(actual)}; supported is "qwen3", "qwen2" (Qwen 2.5 too), "llama"`
      }
    )
  ),
  hidden_size: Size,
  intermediate_size: Size,
  num_hidden_layers: Size,
  num_attention_heads: Size,
  num_key_value_heads: nullable(Size),
  head_dim: nullable(Size),
  vocab_size: Size,
  max_position_embeddings: Size,
  rms_norm_eps: withDefault(Positive, 1e-6),
  tie_word_embeddings: withDefault(Schema.Boolean, false),
  rope_theta: withDefault(Positive, 10_000),
  rope_scaling: nullable(Rope),
  rope_parameters: nullable(Rope),
  hidden_act: only("silu"),
  attention_bias: only(false),
  mlp_bias: only(false),
  attention_dropout: only(0),
  use_sliding_window: only(false),
  layer_types: nullable(
    Schema.Array(
      Schema.Unknown.pipe(
        Schema.filter((type) =>
          type === "full_attention" || `is ${JSON.stringify(type)}; supported is "full_attention"`
        )
      )
    )
  ),
  partial_rotary_factor: only(1),
  num_experts: only(),
  num_local_experts: only(),
  quantization_config: only(),
  eos_token_id: nullable(Schema.Union(Schema.Int, Schema.Array(Schema.Int)))
})

const decodeFile = Schema.decodeUnknownEither(File, { errors: "all" })
const decodeModel = Schema.decodeEither(ModelConfig)

/** Head width of a Qwen3 model that does not say it. */
const qwen3HeadWidth = 128

const ropeScalingOf = (
  rope: typeof Rope.Type | undefined
): Either.Either<Pick<ModelSettings, "ropeScaling">, string> => {
  if ((rope?.rope_type ?? rope?.type) !== "llama3") return Either.right({})
  const { factor, high_freq_factor, low_freq_factor, original_max_position_embeddings } = rope!
  return factor === undefined || high_freq_factor === undefined || low_freq_factor === undefined ||
      original_max_position_embeddings === undefined
    ? Either.left(
      "rope_scaling of type \"llama3\" must have factor, low_freq_factor, high_freq_factor and " +
        "original_max_position_embeddings"
    )
    : Either.right({
      ropeScaling: {
        factor,
        lowFrequency: low_freq_factor,
        highFrequency: high_freq_factor,
        context: original_max_position_embeddings
      }
    })
}

/** A model as its folder describes it. */
export interface Described {
  readonly family: "qwen3" | "qwen2" | "llama"
  readonly model: ModelConfig
  /** Tokens that end a text. */
  readonly endTokens: ReadonlyArray<number>
}

/** The model of a parsed `config.json`; otherwise every field that is wrong or not supported. */
export const decode = (json: unknown): Either.Either<Described, string> =>
  Either.gen(function*() {
    const file = yield* Either.mapLeft(decodeFile(json), Folder.fields)
    const family = file.model_type
    const rope = file.rope_parameters ?? file.rope_scaling
    const model = yield* Either.mapLeft(
      decodeModel({
        layers: file.num_hidden_layers,
        width: file.hidden_size,
        heads: file.num_attention_heads,
        kvHeads: file.num_key_value_heads ?? file.num_attention_heads,
        headWidth: file.head_dim ??
          (family === "qwen3" ? qwen3HeadWidth : file.hidden_size / file.num_attention_heads),
        hiddenWidth: file.intermediate_size,
        context: file.max_position_embeddings,
        vocabulary: file.vocab_size,
        ropeTheta: rope?.rope_theta ?? file.rope_theta,
        ...(yield* ropeScalingOf(rope)),
        normEpsilon: file.rms_norm_eps,
        tieEmbeddings: file.tie_word_embeddings,
        headNorms: family === "qwen3",
        attentionBiases: family === "qwen2"
      }),
      (error) => `no model has these sizes: ${ParseResult.TreeFormatter.formatErrorSync(error)}`
    )
    return { family, model, endTokens: endTokens(file.eos_token_id) }
  })

const endTokens = (stated: number | ReadonlyArray<number> | undefined): ReadonlyArray<number> =>
  stated === undefined ? [] : typeof stated === "number" ? [stated] : stated
