/** Against Transformers: as recorded in `golden`, and live where it is installed. */
import { seed } from "@scaler/dsl/Random"
import * as tf from "@tensorflow/tfjs-core"
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { Effect } from "effect"
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { activateReadable } from "../backend/activateReadable.ts"
import * as Sampling from "../Sampling.ts"
import { parameters } from "../tfjs/ModelConfig.ts"
import { angles } from "../tfjs/Rotary.ts"
import * as Sampler from "../tfjs/Sampler.ts"
import { network, type Weights } from "../tfjs/Weights.ts"
import * as Checkpoint from "./Checkpoint.ts"
import { logits } from "./testing/logits.ts"

const golden = join(import.meta.dir, "golden")
const families = ["qwen3", "qwen2", "llama"] as const
const scratch = mkdtempSync(join(tmpdir(), "checkpoint-"))
let tensorsBefore = 0
beforeAll(async () => {
  await Effect.runPromise(activateReadable)
  tensorsBefore = tf.memory().numTensors
})
afterAll(() => {
  rmSync(scratch, { recursive: true })
  expect(tf.memory().numTensors).toBe(tensorsBefore)
})

/** What Transformers computes with one model; `golden/models.py` records it. */
interface Recorded {
  readonly tokens: ReadonlyArray<ReadonlyArray<number>>
  readonly logits: string
  readonly prompt: number
  readonly new: number
  readonly greedy: ReadonlyArray<{
    readonly tokens: ReadonlyArray<number>
    readonly leads: ReadonlyArray<number>
  }>
}

const recordedIn = (directory: string): Readonly<Record<string, Recorded>> =>
  JSON.parse(readFileSync(join(directory, "recorded.json"), "utf8"))

const floats = (base64: string) => new Float32Array(new Uint8Array(Buffer.from(base64, "base64")).buffer)

interface Loaded {
  readonly checkpoint: Checkpoint.Checkpoint
  readonly weights: Weights
}

const load = (directory: string): Promise<Loaded> =>
  Effect.runPromise(Effect.gen(function*() {
    const checkpoint = yield* Checkpoint.open(directory)
    return { checkpoint, weights: yield* Checkpoint.load(checkpoint) }
  }))

/** The largest difference, and the largest of the expected values. */
const compare = (actual: Float32Array, expected: Float32Array) => {
  expect(actual.length).toBe(expected.length)
  return {
    difference: expected.reduce((most, value, at) => Math.max(most, Math.abs(value - actual[at]!)), 0),
    largest: expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  }
}

/** Teacher-forced logits and greedy continuations are those of Transformers. */
const agrees = async (loaded: Loaded, recorded: Recorded) => {
  const expected = floats(recorded.logits)
  const { checkpoint: { endTokens, model }, weights } = loaded
  const places = network(model, weights)
  const actual = recorded.tokens.flatMap((tokens) => [...logits(model, places, tokens)])
  const { difference, largest } = compare(Float32Array.from(actual), expected)
  expect(largest).toBeGreaterThan(1)
  expect(difference).toBeLessThan(1e-3 * largest)

  const tokenizer = {
    encode: () => Effect.dieMessage("nothing is encoded here"),
    prompt: () => Effect.dieMessage("nothing is asked here"),
    decode: () => "",
    vocabulary: model.vocabulary,
    endTokens: endTokens as [number]
  }
  const responses = await Sampler.sample(
    model,
    places,
    angles(model),
    tokenizer,
    recorded.tokens.map((tokens, index) => ({
      prompt: Int32Array.from(tokens.slice(0, recorded.prompt)),
      samples: 1,
      seed: seed("greedy", index)
    })),
    { ...Sampling.defaults, temperature: 0, maxTokens: recorded.new }
  )
  recorded.greedy.forEach(({ leads, tokens }, index) => {
    const close = leads.findIndex((lead) => lead < 1e-3)
    const certain = close < 0 ? tokens.length : close
    const ours = [...responses[index]![0]!.tokens]
    expect(ours.slice(0, certain)).toEqual(tokens.slice(0, certain))
    if (certain === tokens.length) expect(ours.length).toBe(tokens.length)
  })
}

/** A copy of a recorded model whose configuration is changed. */
const changed = (family: string, changes: Readonly<Record<string, unknown>>): string => {
  const directory = mkdtempSync(join(scratch, "changed-"))
  cpSync(join(golden, family), directory, { recursive: true })
  const config = JSON.parse(readFileSync(join(directory, "config.json"), "utf8"))
  writeFileSync(join(directory, "config.json"), JSON.stringify({ ...config, ...changes }))
  return directory
}

const refusal = (directory: string): Promise<string> =>
  Effect.runPromise(Effect.flip(Effect.flatMap(Checkpoint.open(directory), Checkpoint.load)))
    .then(({ message, reason }) => {
      expect(reason).toBe("Checkpoint")
      return message
    })

describe("Checkpoint", () => {
  test.each(families)("%s: logits and greedy continuations are those of Transformers", async (family) => {
    const loaded = await load(join(golden, family))
    await agrees(loaded, recordedIn(golden)[family]!)
    tf.dispose([...loaded.weights])
  })

  test("the configuration as Transformers 4 wrote it means the same", async () => {
    const rope = {
      rope_type: "llama3",
      factor: 4,
      low_freq_factor: 1,
      high_freq_factor: 4,
      original_max_position_embeddings: 32
    }
    const older = changed("llama", { rope_parameters: undefined, rope_theta: 100, rope_scaling: rope })
    const { model } = await Effect.runPromise(Checkpoint.open(join(golden, "llama")))
    expect((await Effect.runPromise(Checkpoint.open(older))).model).toEqual(model)
    const plain = changed("qwen2", { rope_parameters: undefined, rope_theta: 500, rope_scaling: null })
    const loaded = await load(plain)
    await agrees(loaded, recordedIn(golden)["qwen2"]!)
    tf.dispose([...loaded.weights])
  })

  test.each(["F32", "BF16", "F16"] as const)("saved in %s and loaded again", async (format) => {
    for (const family of families) {
      const before = await load(join(golden, family))
      const directory = join(scratch, `${family}-${format}`)
      await Effect.runPromise(Checkpoint.save(before.checkpoint, before.weights, directory, format))
      const after = await load(directory)
      expect(after.checkpoint.model).toEqual(before.checkpoint.model)
      expect(after.checkpoint.endTokens).toEqual(before.checkpoint.endTokens)
      // Relative steps of the formats' digits.
      const step = { F32: 0, F16: 2 ** -11, BF16: 2 ** -8 }[format]
      before.weights.forEach((weight, index) => {
        const { difference, largest } = compare(
          after.weights[index]!.dataSync<"float32">(),
          weight.dataSync<"float32">()
        )
        expect(difference).toBeLessThanOrEqual(step * largest)
      })
      tf.dispose([...before.weights, ...after.weights])
    }
  })

  test.each(
    [
      ["qwen3", { model_type: "qwen3_moe" }, "model_type is \"qwen3_moe\""],
      [
        "llama",
        { rope_parameters: { rope_type: "yarn", factor: 4 } },
        "rope_parameters.rope_type is \"yarn\""
      ],
      [
        "llama",
        { rope_parameters: null, rope_scaling: { type: "dynamic" } },
        "rope_scaling.type is \"dynamic\""
      ],
      ["llama", { rope_parameters: { rope_type: "llama3", factor: 4 } }, "low_freq_factor"],
      ["qwen3", { rope_parameters: { full_attention: { rope_theta: 5 } } }, "rope_parameters.full_attention"],
      ["qwen2", { use_sliding_window: true }, "use_sliding_window is true"],
      [
        "qwen2",
        { layer_types: ["full_attention", "sliding_attention"] },
        "layer_types.1 is \"sliding_attention\""
      ],
      ["llama", { attention_bias: true }, "attention_bias is true"],
      ["llama", { mlp_bias: true }, "mlp_bias is true"],
      ["qwen3", { hidden_act: "gelu" }, "hidden_act is \"gelu\""],
      ["qwen3", { quantization_config: { quant_method: "fp8" } }, "quantization_config is not supported"],
      ["llama", { num_local_experts: 8 }, "num_local_experts is not supported"],
      ["qwen3", { hidden_size: undefined }, "hidden_size is missing"],
      ["qwen3", { num_key_value_heads: 3 }, "kvHeads"],
      ["qwen3", { num_hidden_layers: 1 }, "model.layers.1.input_layernorm.weight"],
      ["qwen3", { num_hidden_layers: 3 }, "lacks model.layers.2.input_layernorm.weight"],
      ["qwen3", { intermediate_size: 21 }, "model.layers.0.mlp.gate_proj.weight is [20, 12], not [21, 12]"],
      ["qwen2", { model_type: "llama" }, "it has model.layers.0.self_attn.k_proj.bias"],
      ["qwen3", { tie_word_embeddings: true }, "tie_word_embeddings is true, but lm_head.weight differs"]
    ] as const
  )("%s with %p is refused by name", async (family, changes, expected) => {
    expect(await refusal(changed(family, changes))).toContain(expected)
  })

  test("files that are missing or broken are named", async () => {
    expect(await refusal(scratch)).toContain("config.json could not be read")
    const shardless = changed("qwen3", {})
    rmSync(join(shardless, "model-00003-of-00004.safetensors"))
    expect(await refusal(shardless)).toContain("model-00003-of-00004.safetensors: ENOENT")
    const without = changed("llama", {})
    rmSync(join(without, "model.safetensors"))
    expect(await refusal(without)).toContain("model.safetensors: ENOENT")
    const elsewhere = changed("qwen3", {})
    const index = join(elsewhere, "model.safetensors.index.json")
    writeFileSync(index, readFileSync(index, "utf8").replaceAll("00002-of", "00004-of"))
    expect(await refusal(elsewhere)).toContain("is in model-00004-of-00004.safetensors, which lacks it")
    writeFileSync(index, "{\"weight_map\":{\"lm_head.weight\":\"../llama/model.safetensors\"}}")
    expect(await refusal(elsewhere)).toContain("model.safetensors.index.json")
  })

  test("an output matrix that is stored although tied is read where it is the embedding", async () => {
    const { checkpoint, weights } = await load(join(golden, "llama"))
    const tied = changed("llama", { tie_word_embeddings: true })
    const at = parameters(checkpoint.model).findIndex(({ name }) => name === "lm_head.weight")
    const same = weights.map((weight, index) => index === at ? weights[0]! : weight)
    await Effect.runPromise(
      Checkpoint.save({ ...checkpoint, directory: tied }, same, join(tied, "stored"), "F32")
    )
    cpSync(join(tied, "config.json"), join(tied, "stored", "config.json"))
    const loaded = await load(join(tied, "stored"))
    expect(loaded.weights.length).toBe(weights.length - 1)
    tf.dispose([...weights, ...loaded.weights])
  })
})

const python = process.env["SCALER_PYTHON"]
const ask = (...args: ReadonlyArray<string>): string => {
  const { exitCode, stderr, stdout } = Bun.spawnSync([python!, join(golden, "models.py"), ...args])
  if (exitCode !== 0) throw new Error(stderr.toString())
  return stdout.toString()
}

test.skipIf(python === undefined)(
  "Transformers today: other models of each family, and folders that we saved (needs SCALER_PYTHON with torch and transformers)",
  async () => {
    ask("make", scratch, "7")
    const recorded = recordedIn(scratch)
    for (const family of families) {
      const loaded = await load(join(scratch, family))
      await agrees(loaded, recorded[family]!)
      await Effect.runPromise(
        Checkpoint.save(loaded.checkpoint, loaded.weights, join(scratch, "saved", family), "F32")
      )
      tf.dispose([...loaded.weights])
    }
    const back = JSON.parse(ask("logits", ...families.map((family) => join(scratch, "saved", family))))
    expect(back).toEqual(families.map((family) => recorded[family]!.logits))
  },
  900_000
)
