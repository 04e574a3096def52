import { Effect } from "effect"
import { cpSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { PolicyError } from "../../Policy.ts"
import * as SafetensorsFile from "../../safetensors/SafetensorsFile.ts"
import { parameters } from "../../tfjs/ModelConfig.ts"
import { initial } from "../../tfjs/Weights.ts"
import * as Checkpoint from "../Checkpoint.ts"

const golden = join(import.meta.dir, "../golden")

/** Tokens of the model's vocabulary, and its longest context. */
export const vocabulary = 430
export const context = 256

/** Makes a folder that is there a model's: tiny, of random weights, with the tokenizer of Qwen's kind in `golden`. */
export const write = (
  directory: string,
  changes: Readonly<Record<string, unknown>> = {}
): Effect.Effect<void, PolicyError | string> =>
  Effect.gen(function*() {
    cpSync(join(golden, "tokenizers/qwen"), directory, { recursive: true })
    const config = JSON.parse(readFileSync(join(golden, "qwen2/config.json"), "utf8"))
    const sizes = { vocab_size: vocabulary, eos_token_id: null, max_position_embeddings: context }
    writeFileSync(join(directory, "config.json"), JSON.stringify({ ...config, ...sizes, ...changes }))
    const { model } = yield* Checkpoint.open(directory)
    yield* SafetensorsFile.write(
      join(directory, "model.safetensors"),
      parameters(model).map((parameter) => ({
        name: parameter.name,
        shape: parameter.shape,
        format: "F32",
        read: Effect.sync(() => initial(model, parameter, 1) as Float32Array<ArrayBuffer>)
      })),
      { format: "pt" }
    )
  })
