import { Args, Command, Options } from "@effect/cli"
import { Path } from "@effect/platform"
import { names as backends } from "@scaler/policy/backend/BackendName"
import * as AdapterFolder from "@scaler/policy/huggingface/AdapterFolder"
import * as Checkpoint from "@scaler/policy/huggingface/Checkpoint"
import * as FolderTokenizer from "@scaler/policy/huggingface/FolderTokenizer"
import { Lora } from "@scaler/policy/Lora"
import { NumberFormat } from "@scaler/policy/safetensors/NumberFormat"
import * as Memory from "@scaler/policy/tfjs/Memory"
import { files } from "@scaler/policy/tfjs/Trained"
import * as Checkpoints from "@scaler/runtime/run/Checkpoints"
import { checkpointsIn } from "@scaler/runtime/run/RunDirectory"
import { Effect, Option, Schema } from "effect"
import { CliError } from "../CliError.ts"
import { note, printJson, printLines } from "../Output.ts"
import * as Runs from "../Runs.ts"
import { named, table } from "../summary/layout.ts"
import { json } from "./env/options.ts"

const folder = Args.text({ name: "folder" }).pipe(
  Args.withDescription("A model in a folder of Hugging Face's form: config.json, safetensors, tokenizer.json")
)

/** Adapters whose memory is shown. */
const shownLora = Schema.decodeSync(Lora)({ rank: 16 })

/** What a folder holds, where all of it can be used. */
const describe = (directory: string) =>
  Effect.gen(function*() {
    const checkpoint = yield* Checkpoint.open(directory)
    const tokenizer = yield* FolderTokenizer.open(
      directory,
      checkpoint.model.vocabulary,
      checkpoint.endTokens
    )
    const tensors = yield* Effect.scoped(Checkpoint.tensors(checkpoint))
    const { parameters, sampling, training, weights } = Memory.needs(checkpoint.model)
    const lora = Memory.needs(checkpoint.model, shownLora).training
    return {
      family: checkpoint.family,
      model: checkpoint.model,
      formats: [...new Set(tensors.values().map(({ format }) => format))].sort(),
      endTokens: tokenizer.endTokens,
      chatTemplate: tokenizer.hasTemplate,
      needs: { parameters, weights, sampling, training, lora },
      backends: backends.map((name) => {
        const limit = Memory.limit(name)
        return limit === undefined
          ? { name, limit: null, sampling: null, lora: null, training: null }
          : { name, limit, sampling: sampling <= limit, lora: lora <= limit, training: training <= limit }
      })
    }
  })
type Description = Effect.Effect.Success<ReturnType<typeof describe>>

const verdict = (fits: boolean | null): string =>
  fits === null ? "depends on the card" : fits ? "fits" : "does not fit"

const lines = ({ backends, chatTemplate, endTokens, family, formats, model, needs }: Description) => [
  ...named([
    ["family", family],
    ["parameters", `${needs.parameters.toLocaleString("en")}, stored as ${formats.join(", ")}`],
    ["layers", `${model.layers}, ${model.width} wide, ${model.hiddenWidth} in between`],
    ["heads", `${model.heads} of ${model.headWidth}, on ${model.kvHeads} of keys and values`],
    ["context", `${model.context} tokens`],
    [
      "vocabulary",
      `${model.vocabulary} tokens, texts end with ${endTokens.join(" or ")}; `
      + (model.tieEmbeddings ? "embedding and output are one" : "the output has a matrix of its own")
    ],
    ["chat template", chatTemplate ? "yes" : "none: prompts are plain texts"],
    ["weights", Memory.format(needs.weights)],
    ["sampling", `${Memory.format(needs.sampling)} with one sequence of the whole context`],
    [
      "training",
      `${Memory.format(needs.training)} at least for all weights, ${
        Memory.format(needs.lora)
      } for adapters of rank ${shownLora.rank}`
    ]
  ]),
  "",
  ...table(
    [
      ["  backend", "memory", "sampling", "adapters", "all weights"],
      ...backends.map(({ limit, lora, name, sampling, training }) => [
        `  ${name}`,
        limit === null ? "–" : Memory.format(limit),
        verdict(sampling),
        verdict(lora),
        verdict(training)
      ])
    ],
    ["left", "right", "left", "left", "left"]
  )
]

const show = Command.make("show", {
  folder,
  json
}, ({ folder, json }) =>
  Effect.gen(function*() {
    const description = yield* describe(folder)
    yield* json ? printJson(description) : printLines(lines(description))
  })).pipe(
    Command.withDescription(
      "A pretrained model: its sizes, and the memory that sampling and training take, by tensor backend"
    )
  )

const format = Options.choice("format", NumberFormat.literals).pipe(
  Options.withDescription("How weights are stored"),
  Options.withDefault("F32" as const)
)

const refuseExisting = (folder: string) =>
  Effect.flatMap(Runs.isDirectory(folder), (isThere) =>
    isThere
      ? new CliError({ message: `${folder} is there already: name a new folder` })
      : Effect.void)

const save = Command.make("save", {
  run: Runs.run,
  folder: Args.text({ name: "folder" }).pipe(Args.withDescription("The new folder")),
  dir: Runs.dir,
  checkpoint: Options.text("checkpoint").pipe(
    Options.withDescription(
      "Name of the checkpoint; the best by validation unless given, or else the newest"
    ),
    Options.optional
  ),
  format
}, ({ checkpoint: chosen, dir, folder, format, run }) =>
  Effect.gen(function*() {
    const path = yield* Path.Path
    const { path: directory, recipe: { model } } = yield* Runs.find(run, dir)
    if (!("pretrained" in model)) {
      return yield* new CliError({
        message:
          `${run} trains a model of characters, which no other program knows: only a run with --model can be saved so`
      })
    }
    yield* refuseExisting(folder)
    const checkpoints = checkpointsIn(directory)
    const newest = yield* Checkpoints.latest(checkpoints)
    const name = Option.getOrElse(chosen, () => newest?.state.best?.checkpoint ?? newest?.name)
    if (name === undefined) {
      return yield* new CliError({
        message: `${run} has no checkpoint yet: one is written after its first steps`
      })
    }
    yield* Checkpoints.verify(path.join(checkpoints, name))
    const from = yield* Checkpoint.open(model.pretrained)
    const checkpoint = path.join(checkpoints, name)
    yield* model.lora === undefined
      ? Checkpoint.saveFile(from, path.join(checkpoint, files.all), folder, format)
      : AdapterFolder.saveFile(from, model.lora, path.join(checkpoint, files.adapters), folder, format)
    yield* note(
      model.lora === undefined
        ? `${name} of ${run} is in ${folder}`
        : `The adapters of ${name} of ${run} are in ${folder}: \`scaler model merge\` makes them a model`
    )
  })).pipe(
    Command.withDescription(
      "Save a checkpoint of a run with --model as a folder that Transformers reads; adapters as one that PEFT reads"
    )
  )

const merge = Command.make("merge", {
  folder,
  adapters: Args.text({ name: "adapters" }).pipe(
    Args.withDescription("A folder of PEFT's form: adapter_config.json, adapter_model.safetensors")
  ),
  into: Args.text({ name: "into" }).pipe(Args.withDescription("The new folder")),
  format
}, ({ adapters, folder, format, into }) =>
  Effect.gen(function*() {
    yield* refuseExisting(into)
    yield* AdapterFolder.merge(yield* Checkpoint.open(folder), adapters, into, format)
    yield* note(`${folder} with the adapters of ${adapters} is in ${into}`)
  })).pipe(
    Command.withDescription("Add adapters (LoRA) to the weights of a pretrained model, as a new folder")
  )

export const modelCommand = Command.make("model").pipe(
  Command.withDescription("Pretrained models"),
  Command.withSubcommands([show, save, merge])
)
