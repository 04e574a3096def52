/** Gradients and updates against PyTorch, and adapters against PEFT: as recorded in `golden`, and live where installed. */
import * as tf from "@tensorflow/tfjs-core"
import { afterAll, beforeAll, expect, test } from "bun:test"
import { Effect } from "effect"
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { activateReadable } from "../backend/activateReadable.ts"
import type { Lora } from "../Lora.ts"
import * as SafetensorsFile from "../safetensors/SafetensorsFile.ts"
import * as AdamW from "../tfjs/AdamW.ts"
import { pack } from "../tfjs/Batch.ts"
import * as Learner from "../tfjs/Learner.ts"
import type { Keeps } from "../tfjs/Memory.ts"
import { angles } from "../tfjs/Rotary.ts"
import * as Snapshot from "../tfjs/Snapshot.ts"
import * as StoredWeights from "../tfjs/StoredWeights.ts"
import * as Trained from "../tfjs/Trained.ts"
import { network, type Weights } from "../tfjs/Weights.ts"
import * as AdapterFolder from "./AdapterFolder.ts"
import * as Checkpoint from "./Checkpoint.ts"
import { logits } from "./testing/logits.ts"

const golden = join(import.meta.dir, "golden")
const families = ["qwen3", "qwen2", "llama"] as const
type Family = (typeof families)[number]
const scratch = mkdtempSync(join(tmpdir(), "training-"))
let tensorsBefore = 0
beforeAll(async () => {
  await Effect.runPromise(activateReadable)
  tensorsBefore = tf.memory().numTensors
})
afterAll(() => {
  rmSync(scratch, { recursive: true })
  expect(tf.memory().numTensors).toBe(tensorsBefore)
})

/** What `golden/training.py` records; arrays are float32 in base64. */
interface Recorded {
  readonly gradients: Readonly<Record<string, string>>
  readonly changes: Readonly<Record<string, string>>
}
type All = Readonly<
  Record<Family, { readonly all: Recorded; readonly adapters: Recorded & { readonly logits: string } }>
>

const json = (...path: ReadonlyArray<string>) => JSON.parse(readFileSync(join(...path), "utf8"))
const floats = (base64: string) => new Float32Array(new Uint8Array(Buffer.from(base64, "base64")).buffer)

/** That of `golden/training.py`. */
const lora: Lora = {
  rank: 3,
  alpha: 6,
  targets: ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
}
const optimizer = { beta1: 0.9, beta2: 0.95, epsilon: 1e-6, weightDecay: 0.1, maxGradientNorm: 1 }

const norm = (values: ArrayLike<number>) => Math.hypot(...Array.from(values))

/** L2 norm of the difference, relative to what is expected. */
const relative = (actual: ArrayLike<number>, expected: Float32Array) => {
  expect(actual.length).toBe(expected.length)
  return norm(expected.map((value, at) => value - actual[at]!)) / norm(expected)
}

const load = (directory: string) =>
  Effect.runPromise(Effect.gen(function*() {
    const checkpoint = yield* Checkpoint.open(directory)
    return { checkpoint, weights: yield* Checkpoint.load(checkpoint) }
  }))

/** The adapters of a folder, in the order of what is trained. */
const adaptersIn = (folder: string, { parameters }: Trained.Trained): Promise<Weights> =>
  Effect.runPromise(Effect.scoped(Effect.flatMap(
    SafetensorsFile.open(join(folder, "adapter_model.safetensors")),
    ({ tensors }) => StoredWeights.load(parameters, tensors)
  )))

const examplesOf = (directory: string, family: Family) => {
  const { prompt, tokens } = json(directory, "recorded.json")[family] as {
    readonly prompt: number
    readonly tokens: ReadonlyArray<ReadonlyArray<number>>
  }
  return tokens.map((row) => ({
    prompt: Int32Array.from(row.slice(0, prompt)),
    response: Int32Array.from(row.slice(prompt))
  }))
}

/** Gradients of the first step and what three steps change are PyTorch's. Frees the values. */
const trainsAlike = async (
  model: Checkpoint.Checkpoint["model"],
  trained: Trained.Trained,
  values: Weights,
  examples: ReturnType<typeof examplesOf>,
  recorded: Recorded
) => {
  expect(trained.parameters.map(({ name }) => name).toSorted()).toEqual(
    Object.keys(recorded.gradients).toSorted()
  )
  const before = values.map((value) => value.dataSync<"float32">().slice())
  const config = (keeps: Keeps): Learner.LearnerConfig => ({
    model,
    trained,
    optimizer,
    angles: angles(model),
    microBatchTokens: 1000,
    keeps
  })
  for (const keeps of ["layers", "products", "inputs"] as const) {
    const objective = Learner.objectives.supervised(examples)
    const { gradients } = await Learner.differentiate(
      config(keeps),
      values,
      pack(examples, 1000)[0]!,
      objective
    )
    trained.parameters.forEach(({ name }, index) => {
      expect(relative(gradients[index]!.dataSync(), floats(recorded.gradients[name]!))).toBeLessThan(1e-4)
    })
    tf.dispose([...gradients])
  }
  let state: Learner.LearnerState = { weights: values, moments: AdamW.initial(values) }
  for (let step = 0; step < 3; step++) {
    state = (await Learner.supervise(config("layers"), state, examples, 0.01)).state
  }
  trained.parameters.forEach(({ name }, index) => {
    const change = state.weights[index]!.dataSync<"float32">().map((value, at) => value - before[index]![at]!)
    expect(relative(change, floats(recorded.changes[name]!))).toBeLessThan(1e-3)
  })
  return state
}

/** The largest difference of a folder's logits for the recorded texts, relative to the largest expected. */
const logitsDiffer = async (folder: string, directory: string, family: Family, expected: string) => {
  const { checkpoint: { model }, weights } = await load(folder)
  const places = network(model, weights)
  const texts = json(directory, "recorded.json")[family].tokens as ReadonlyArray<ReadonlyArray<number>>
  const actual = texts.flatMap((tokens) => [...logits(model, places, tokens)])
  tf.dispose([...weights])
  const largest = (values: Iterable<number>) =>
    Iterator.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const wanted = floats(expected)
  expect(actual).toHaveLength(wanted.length)
  return largest(wanted.map((value, at) => value - actual[at]!)) / largest(wanted)
}

/**
 * Checks models and adapters in a folder. Gives the folder of the adapters as they were trained here, and that of the
 * model with them merged.
 */
const agrees = async (directory: string, family: Family, recorded: All[Family]) => {
  const examples = examplesOf(directory, family)
  const full = await load(join(directory, family))
  const { model } = full.checkpoint
  Learner.dispose(await trainsAlike(model, Trained.all(model), full.weights, examples, recorded.all))

  const { checkpoint, weights } = await load(join(directory, family))
  const folder = join(directory, "adapters", family)
  const trained = Trained.adapters(model, lora, weights)
  const state = await trainsAlike(
    model,
    trained,
    await adaptersIn(folder, trained),
    examples,
    recorded.adapters
  )
  const ours = mkdtempSync(join(scratch, "ours-"))
  const [adapters, merged, theirs] = [join(ours, family), join(ours, "merged"), join(ours, "theirs")]
  await Effect.runPromise(Effect.gen(function*() {
    const snapshot = mkdtempSync(join(scratch, "snapshot-"))
    yield* Snapshot.write(trained, state, snapshot)
    yield* AdapterFolder.saveFile(checkpoint, lora, join(snapshot, trained.file), adapters, "F32")
    yield* AdapterFolder.merge(checkpoint, adapters, merged, "F32")
    yield* AdapterFolder.merge(checkpoint, folder, theirs, "F32")
  }))
  expect(await logitsDiffer(theirs, directory, family, recorded.adapters.logits)).toBeLessThan(1e-4)
  Learner.dispose(state)
  tf.dispose([...weights])
  return { adapters, merged }
}

test.each(families)("%s is trained as by PyTorch, all weights and adapters", async (family) => {
  const recorded: All = json(golden, "training.json")
  const { adapters, merged } = await agrees(golden, family, recorded[family])
  // Three steps have changed what the adapters make of a text.
  expect(await logitsDiffer(merged, golden, family, recorded[family].adapters.logits)).toBeGreaterThan(1e-3)
  expect(json(adapters, "adapter_config.json")).toMatchObject({ r: 3, lora_alpha: 6, peft_type: "LORA" })
}, 60_000)

test.each(
  [
    [{ use_dora: true }, "use_dora is true; supported is false"],
    [{ bias: "all" }, "bias is \"all\"; supported is \"none\""],
    [{ modules_to_save: ["lm_head"] }, "modules_to_save is not supported"],
    [{ rank_pattern: { q_proj: 8 } }, "rank_pattern is not supported"],
    [{ peft_type: "IA3" }, "peft_type"],
    [{ target_modules: ["embed_tokens"] }, "target_modules"],
    [{ r: 4 }, "lora_A.weight is [3, 12], not [4, 12]"]
  ] as const
)("adapters with %p are refused by name", async (changes, expected) => {
  const folder = mkdtempSync(join(scratch, "changed-"))
  cpSync(join(golden, "adapters", "qwen3"), folder, { recursive: true })
  const config = { ...json(folder, "adapter_config.json"), ...changes }
  writeFileSync(join(folder, "adapter_config.json"), JSON.stringify(config))
  const refused = await Effect.runPromise(Effect.flip(Effect.flatMap(
    Checkpoint.open(join(golden, "qwen3")),
    (checkpoint) => AdapterFolder.merge(checkpoint, folder, join(folder, "merged"), "F32")
  )))
  expect(refused.message).toContain(expected)
  expect(refused.message).toContain(folder)
})

const python = process.env["SCALER_PYTHON"]
const ask = (script: string, ...args: ReadonlyArray<string>): string => {
  const { exitCode, stderr, stdout } = Bun.spawnSync([python!, "-B", join(golden, script), ...args])
  if (exitCode !== 0) throw new Error(stderr.toString())
  return stdout.toString()
}

test.skipIf(python === undefined)(
  "PyTorch and PEFT today: other models, and adapters that we trained (needs SCALER_PYTHON with torch, transformers and peft)",
  async () => {
    const directory = mkdtempSync(join(scratch, "live-"))
    ask("models.py", "make", directory, "8")
    ask("training.py", "make", directory)
    const recorded: All = json(directory, "training.json")
    for (const family of families) {
      const { adapters, merged } = await agrees(directory, family, recorded[family])
      const [logits] = JSON.parse(ask("training.py", "logits", directory, adapters))
      expect(await logitsDiffer(merged, directory, family, logits)).toBeLessThan(1e-4)
    }
  },
  900_000
)
