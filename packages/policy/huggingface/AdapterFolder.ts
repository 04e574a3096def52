/** Adapters in a folder of PEFT's form: saved after training, and merged into the weights that they adapt. */
import { Effect, Schema, type Scope } from "effect"
import { join } from "node:path"
import { type Lora, Target } from "../Lora.ts"
import type { PolicyError } from "../Policy.ts"
import type { NumberFormat } from "../safetensors/NumberFormat.ts"
import * as SafetensorsFile from "../safetensors/SafetensorsFile.ts"
import * as Adapters from "../tfjs/Adapters.ts"
import { type ModelConfig, parameters } from "../tfjs/ModelConfig.ts"
import * as StoredWeights from "../tfjs/StoredWeights.ts"
import { files } from "../tfjs/Trained.ts"
import * as Checkpoint from "./Checkpoint.ts"
import * as Folder from "./Folder.ts"
import { nullable, only, withDefault } from "./ModelFile.ts"

const configFile = "adapter_config.json"

const Positive = Schema.Number.pipe(Schema.positive())

/** Nothing in a list or a record. */
const empty = nullable(
  Schema.Unknown.pipe(
    Schema.filter((value) =>
      (typeof value === "object" && value !== null && Object.keys(value).length === 0) || "is not supported"
    )
  )
)

/** What of `adapter_config.json` is supported; other fields change nothing but how adapters are trained. */
const Config = Schema.Struct({
  peft_type: Schema.Literal("LORA"),
  r: Schema.Int.pipe(Schema.positive()),
  lora_alpha: Positive,
  target_modules: Schema.NonEmptyArray(Target),
  /** The scale is lora_alpha/√r then. */
  use_rslora: withDefault(Schema.Boolean, false),
  bias: only("none"),
  rank_pattern: empty,
  alpha_pattern: empty,
  modules_to_save: empty,
  layers_to_transform: empty,
  layer_replication: empty,
  exclude_modules: empty,
  target_parameters: empty,
  trainable_token_indices: empty,
  fan_in_fan_out: only(false),
  lora_bias: only(false),
  use_dora: only(false),
  use_qalora: only(false),
  use_bdlora: empty
})

const loraOf = ({ lora_alpha, r, target_modules, use_rslora }: typeof Config.Type): Lora => ({
  rank: r,
  alpha: use_rslora ? lora_alpha * Math.sqrt(r) : lora_alpha,
  targets: target_modules
})

/** Adapters of a model, in a file that is open until the scope ends. */
const open = (
  directory: string,
  model: ModelConfig
): Effect.Effect<{ readonly lora: Lora; readonly stored: StoredWeights.Stored }, PolicyError, Scope.Scope> =>
  Effect.gen(function*() {
    const lora = loraOf(yield* Folder.decodeJson(Config, directory, configFile))
    const { tensors } = yield* Effect.mapError(
      SafetensorsFile.open(join(directory, files.adapters)),
      (reason) => Folder.failure(directory, `${files.adapters}: ${reason}`)
    )
    const difference = StoredWeights.mismatch(Adapters.parameters(model, lora), tensors)
    return yield* difference === undefined
      ? Effect.succeed({ lora, stored: tensors })
      : Folder.failure(directory, `its adapters are of another model: ${difference}`)
  })

/** Saves the adapters of a snapshot's file as a folder that PEFT reads. */
export const saveFile = (
  { directory: base, model }: Checkpoint.Checkpoint,
  lora: Lora,
  file: string,
  directory: string,
  format: NumberFormat
): Effect.Effect<void, PolicyError> =>
  Effect.gen(function*() {
    const tensors = yield* StoredWeights.fromFile(file, Adapters.parameters(model, lora), format)
    const config = {
      peft_type: "LORA",
      task_type: "CAUSAL_LM",
      base_model_name_or_path: base,
      r: lora.rank,
      lora_alpha: lora.alpha,
      lora_dropout: 0,
      target_modules: lora.targets,
      bias: "none",
      inference_mode: true
    }
    yield* Folder.begin(directory, configFile, config)
    yield* SafetensorsFile.write(join(directory, files.adapters), tensors, { format: "pt" })
  }).pipe(Effect.scoped, Effect.mapError(Folder.notSaved("The adapters", directory)))

/** W + scale·B·A, with W `[out, in]`, B `[out, rank]` and A `[rank, in]`; W is changed. */
const add = (
  w: Float32Array<ArrayBuffer>,
  a: Float32Array,
  b: Float32Array,
  { alpha, rank }: Lora
): Float32Array<ArrayBuffer> => {
  const width = a.length / rank
  const row = new Float64Array(width)
  for (let out = 0; out < b.length / rank; out++) {
    row.fill(0)
    for (let r = 0; r < rank; r++) {
      const factor = b[out * rank + r]! * alpha / rank
      const from = r * width
      for (let at = 0; at < width; at++) row[at]! += factor * a[from + at]!
    }
    const into = out * width
    for (let at = 0; at < width; at++) w[into + at]! += row[at]!
  }
  return w
}

/** Saves the model with adapters in its weights as a folder; one matrix is in memory at a time. */
export const merge = (
  checkpoint: Checkpoint.Checkpoint,
  adapters: string,
  directory: string,
  format: NumberFormat
): Effect.Effect<void, PolicyError> =>
  Effect.gen(function*() {
    const { lora, stored } = yield* open(adapters, checkpoint.model)
    const weights = yield* Checkpoint.tensors(checkpoint)
    const adapted = new Set(Adapters.matrices(checkpoint.model, lora).map(({ name }) => name))
    const merged = parameters(checkpoint.model).map(({ name }): SafetensorsFile.NewTensor => {
      const before = weights.get(name)!
      const { a, b } = Adapters.names(name)
      return {
        name,
        shape: before.shape,
        format,
        read: adapted.has(name)
          ? Effect.map(
            Effect.all([before.read, stored.get(a)!.read, stored.get(b)!.read]),
            ([w, a, b]) => add(w, a, b, lora)
          )
          : before.read
      }
    })
    yield* Checkpoint.saveTensors(checkpoint, merged, directory, format)
  }).pipe(Effect.scoped)
