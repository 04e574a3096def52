/** A model's folder in Hugging Face's form: opened, its weights read, and saved again after training. */
import { Effect, Schema, type Scope } from "effect"
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { PolicyError } from "../Policy.ts"
import type { NumberFormat } from "../safetensors/NumberFormat.ts"
import * as SafetensorsFile from "../safetensors/SafetensorsFile.ts"
import { names, parameters } from "../tfjs/ModelConfig.ts"
import * as StoredWeights from "../tfjs/StoredWeights.ts"
import type { Weights } from "../tfjs/Weights.ts"
import * as Folder from "./Folder.ts"
import * as GenerationFile from "./GenerationFile.ts"
import * as ModelFile from "./ModelFile.ts"

/** A folder whose configuration is supported; its weights are not read yet. */
export interface Checkpoint extends ModelFile.Described {
  readonly directory: string
  /** `config.json` as it was. */
  readonly config: Readonly<Record<string, unknown>>
}

const configFile = "config.json"
const weightsFile = "model.safetensors"
const indexFile = "model.safetensors.index.json"
/** Files that belong to a model and do not change with its weights. */
const companions = [
  GenerationFile.name,
  "tokenizer.json",
  "tokenizer_config.json",
  "chat_template.jinja",
  "special_tokens_map.json",
  "added_tokens.json",
  "vocab.json",
  "merges.txt"
]

const Config = Schema.Record({ key: Schema.String, value: Schema.Unknown })
/** Names of files, so that none lies outside of the folder. */
const FileName = Schema.String.pipe(Schema.pattern(/^[^/\\]+$/))
const Index = Schema.Struct({ weight_map: Schema.Record({ key: Schema.String, value: FileName }) })

/** Opens a folder; fails with reason `Checkpoint`, naming the field, where its model is not supported. */
export const open = (directory: string): Effect.Effect<Checkpoint, PolicyError> =>
  Effect.gen(function*() {
    const config = yield* Folder.decodeJson(Config, directory, configFile)
    const described = yield* Effect.mapError(
      ModelFile.decode(config),
      (reason) => Folder.failure(directory, `${configFile}: ${reason}`)
    )
    const endTokens = (yield* GenerationFile.endTokens(directory)) ?? described.endTokens
    return { ...described, directory, config, endTokens }
  })

/** All tensors of a folder by name, in one file or as its index says in several. */
const stored = (directory: string): Effect.Effect<StoredWeights.Stored, PolicyError, Scope.Scope> =>
  Effect.gen(function*() {
    const openFile = (file: string) =>
      Effect.mapError(
        SafetensorsFile.open(join(directory, file)),
        (reason) => Folder.failure(directory, `${file}: ${reason}`)
      )
    if (Folder.has(directory, weightsFile) || !Folder.has(directory, indexFile)) {
      return (yield* openFile(weightsFile)).tensors
    }
    const { weight_map } = yield* Folder.decodeJson(Index, directory, indexFile)
    const files = new Map<string, StoredWeights.Stored>()
    for (const file of new Set(Object.values(weight_map))) files.set(file, (yield* openFile(file)).tensors)
    const tensors = new Map<string, SafetensorsFile.StoredTensor>()
    for (const [name, file] of Object.entries(weight_map)) {
      const tensor = files.get(file)!.get(name)
      if (tensor === undefined) {
        return yield* Folder.failure(
          directory,
          `${indexFile} says that ${name} is in ${file}, which lacks it`
        )
      }
      tensors.set(name, tensor)
    }
    return tensors
  })

/** Older files hold the rotary frequencies, which follow from the configuration. */
const isDerived = (name: string): boolean => name.endsWith(".rotary_emb.inv_freq")

/** Whether two tensors are equal, with one of them in memory at a time. */
const isSame = (a: SafetensorsFile.StoredTensor, b: SafetensorsFile.StoredTensor) =>
  Effect.gen(function*() {
    const hashes = []
    for (const { read } of [a, b]) hashes.push(Bun.hash(yield* read))
    return hashes[0] === hashes[1]
  })

/** Reads the weights in the order of `ModelConfig.parameters`, one after the other. The caller disposes them. */
export const load = ({ directory, model }: Checkpoint): Effect.Effect<Weights, PolicyError> =>
  Effect.scoped(Effect.gen(function*() {
    const tensors = new Map([...yield* stored(directory)].filter(([name]) => !isDerived(name)))
    const [embedding, head] = [tensors.get(names.embedding), tensors.get(names.head)]
    if (model.tieEmbeddings && embedding !== undefined && head !== undefined) {
      if (!(yield* isSame(embedding, head))) {
        return yield* Effect.fail(
          `tie_word_embeddings is true, but ${names.head} differs from ${names.embedding}`
        )
      }
      tensors.delete(names.head)
    }
    const expected = parameters(model)
    const difference = StoredWeights.mismatch(expected, tensors)
    return yield* difference === undefined
      ? StoredWeights.load(expected, tensors)
      : Effect.fail(`its weights do not fit ${configFile}: ${difference}`)
  })).pipe(
    Effect.mapError((reason) => typeof reason === "string" ? Folder.failure(directory, reason) : reason)
  )

const torchNames: Readonly<Record<NumberFormat, string>> = {
  F32: "float32",
  F16: "float16",
  BF16: "bfloat16"
}

/** The configuration for weights of this format. */
const configFor = (config: Checkpoint["config"], format: NumberFormat) => {
  const { torch_dtype, ...rest } = config
  return torch_dtype === undefined
    ? { ...rest, dtype: torchNames[format] }
    : { ...rest, torch_dtype: torchNames[format] }
}

/** Saves weights of a checkpoint's model into another folder, with the files that belong to it. */
export const save = (
  checkpoint: Checkpoint,
  weights: Weights,
  directory: string,
  format: NumberFormat
): Effect.Effect<void, PolicyError> =>
  Effect.gen(function*() {
    yield* Effect.try({
      try: () => {
        mkdirSync(directory, { recursive: true })
        writeFileSync(
          join(directory, configFile),
          JSON.stringify(configFor(checkpoint.config, format), undefined, 2) + "\n"
        )
        for (const name of companions) {
          if (Folder.has(checkpoint.directory, name)) {
            copyFileSync(join(checkpoint.directory, name), join(directory, name))
          }
        }
      },
      catch: (cause) => cause instanceof Error ? cause.message : String(cause)
    })
    yield* SafetensorsFile.write(
      join(directory, weightsFile),
      StoredWeights.toStore(parameters(checkpoint.model), weights, format),
      { format: "pt" }
    )
  }).pipe(
    Effect.mapError((reason) => Folder.failure(directory, `it could not be saved: ${reason}`))
  )
