/** A model's folder in Hugging Face's form: opened, its weights read, and saved again after training. */
import { Effect, Schema, type Scope } from "effect"
import { join } from "node:path"
import { PolicyError } from "../Policy.ts"
import type { NumberFormat } from "../safetensors/NumberFormat.ts"
import * as SafetensorsFile from "../safetensors/SafetensorsFile.ts"
import { names, parameters } from "../tfjs/ModelConfig.ts"
import * as StoredWeights from "../tfjs/StoredWeights.ts"
import type { Weights } from "../tfjs/Weights.ts"
import * as Folder from "./Folder.ts"
import * as FolderTokenizer from "./FolderTokenizer.ts"
import * as GenerationFile from "./GenerationFile.ts"
import * as ModelFile from "./ModelFile.ts"
import * as WeightFiles from "./WeightFiles.ts"

/** A folder whose configuration is supported; its weights are not read yet. */
export interface Checkpoint extends ModelFile.Described {
  readonly directory: string
  /** `config.json` as it was. */
  readonly config: Readonly<Record<string, unknown>>
}

/** Files that belong to a model and do not change with its weights. */
const companions = [
  GenerationFile.name,
  ...FolderTokenizer.files,
  "special_tokens_map.json",
  "added_tokens.json",
  "vocab.json",
  "merges.txt"
]

const Config = Schema.Record({ key: Schema.String, value: Schema.Unknown })

/** Opens a folder; fails with reason `Checkpoint`, naming the field, where its model is not supported. */
export const open = (directory: string): Effect.Effect<Checkpoint, PolicyError> =>
  Effect.gen(function*() {
    const config = yield* Folder.decodeJson(Config, directory, ModelFile.name)
    const described = yield* Effect.mapError(
      ModelFile.decode(config),
      (reason) => Folder.failure(directory, `${ModelFile.name}: ${reason}`)
    )
    const endTokens = (yield* GenerationFile.endTokens(directory)) ?? described.endTokens
    return { ...described, directory, config, endTokens }
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

/** Fails with reason `Checkpoint`, which names the folder. */
const inFolder = (directory: string) => <A, R>(effect: Effect.Effect<A, string | PolicyError, R>) =>
  Effect.mapError(
    effect,
    (reason) => typeof reason === "string" ? Folder.failure(directory, reason) : reason
  )

/** The tensors of the weights, in files that are open until the scope ends: all that the model has, and no others. */
export const tensors = (
  { directory, model }: Checkpoint
): Effect.Effect<StoredWeights.Stored, PolicyError, Scope.Scope> =>
  Effect.gen(function*() {
    const tensors = new Map([...yield* WeightFiles.open(directory)].filter(([name]) => !isDerived(name)))
    const [embedding, head] = [tensors.get(names.embedding), tensors.get(names.head)]
    if (model.tieEmbeddings && embedding !== undefined && head !== undefined) {
      if (!(yield* isSame(embedding, head))) {
        return yield* Effect.fail(
          `tie_word_embeddings is true, but ${names.head} differs from ${names.embedding}`
        )
      }
      tensors.delete(names.head)
    }
    const difference = StoredWeights.mismatch(parameters(model), tensors)
    return yield* difference === undefined
      ? Effect.succeed(tensors)
      : Effect.fail(`its weights do not fit ${ModelFile.name}: ${difference}`)
  }).pipe(inFolder(directory))

/** Reads the weights in the order of `ModelConfig.parameters`, one after the other. The caller disposes them. */
export const load = (checkpoint: Checkpoint): Effect.Effect<Weights, PolicyError> =>
  tensors(checkpoint).pipe(
    Effect.flatMap((stored) => StoredWeights.load(parameters(checkpoint.model), stored)),
    Effect.scoped,
    inFolder(checkpoint.directory)
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

/** Writes tensors of a checkpoint's model into another folder, with the files that belong to it. */
const write = (
  checkpoint: Checkpoint,
  tensors: ReadonlyArray<SafetensorsFile.NewTensor>,
  directory: string,
  format: NumberFormat
): Effect.Effect<void, string> =>
  Effect.gen(function*() {
    const { config, directory: from } = checkpoint
    const copies = companions.filter((name) => Folder.has(from, name)).map((name) => ({ from, name }))
    yield* Folder.begin(directory, ModelFile.name, configFor(config, format), copies)
    yield* SafetensorsFile.write(join(directory, WeightFiles.single), tensors, { format: "pt" })
  })

const notSaved = (directory: string) => Folder.notSaved("The model", directory)

/** Saves all tensors of a checkpoint's model as a folder. */
export const saveTensors = (
  checkpoint: Checkpoint,
  tensors: ReadonlyArray<SafetensorsFile.NewTensor>,
  directory: string,
  format: NumberFormat
): Effect.Effect<void, PolicyError> =>
  Effect.mapError(write(checkpoint, tensors, directory, format), notSaved(directory))

/** Saves weights of a checkpoint's model as a folder. */
export const save = (
  checkpoint: Checkpoint,
  weights: Weights,
  directory: string,
  format: NumberFormat
): Effect.Effect<void, PolicyError> =>
  saveTensors(
    checkpoint,
    StoredWeights.toStore(parameters(checkpoint.model), weights, format),
    directory,
    format
  )

/** Saves weights of a checkpoint's model as a folder, from a safetensors file with all of them. */
export const saveFile = (
  checkpoint: Checkpoint,
  file: string,
  directory: string,
  format: NumberFormat
): Effect.Effect<void, PolicyError> =>
  Effect.gen(function*() {
    const tensors = yield* StoredWeights.fromFile(file, parameters(checkpoint.model), format)
    yield* write(checkpoint, tensors, directory, format)
  }).pipe(Effect.scoped, Effect.mapError(notSaved(directory)))
