/** Pretrained models from the outside: `scaler model`, and `scaler train --model`. */
import * as Checkpoint from "@scaler/policy/huggingface/Checkpoint"
import * as tinyFolder from "@scaler/policy/huggingface/testing/tinyFolder"
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { Effect } from "effect"
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { outcome } from "./verify/scaler.ts"

const seconds = 1000
const folder = mkdtempSync(join(tmpdir(), "scaler-model-"))
const pretrained = join(folder, "pretrained")
const run = join(folder, "run")
beforeAll(() => Effect.runPromise(tinyFolder.write(pretrained)))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const scaler = (...args: ReadonlyArray<string>) => outcome(args)

describe("scaler model show", () => {
  test("says what is in a folder, and for which backends there is memory", async () => {
    const { output } = await scaler("model", "show", pretrained, "--json")
    const shown = JSON.parse(output)
    expect(shown).toMatchObject({
      family: "qwen2",
      formats: ["F32"],
      chatTemplate: true,
      model: { layers: 2, vocabulary: tinyFolder.vocabulary, context: tinyFolder.context }
    })
    expect(shown.needs.weights).toBe(4 * shown.needs.parameters)
    expect(shown.needs.training).toBeGreaterThan(shown.needs.sampling)
    expect(shown.backends.find(({ name }: { readonly name: string }) => name === "wasm"))
      .toMatchObject({ sampling: true, training: true })
    const text = (await scaler("model", "show", pretrained)).output
    expect(text).toContain(`parameters     ${shown.needs.parameters.toLocaleString("en")}, stored as F32`)
    expect(text).toMatch(/onnxruntime +\d\.\d GiB +fits +fits +fits\n/)
  }, 120 * seconds)

  test("says what cannot be used", async () => {
    const { code, errors } = await scaler("model", "show", folder)
    expect(code).toBe(1)
    expect(errors).toContain(`The model in ${folder} cannot be used: config.json could not be read`)
  }, 120 * seconds)
})

/** As little as a run can be, with room for prompts in a chat template. */
const changes = [
  "model.context=256",
  "rollout.system=",
  "rollout.maxPromptTokens=220",
  "rollout.maxTokens=8",
  "rollout.prompts=2",
  "rollout.samples=2",
  "warmup.examples=2",
  "evaluation.instances=1",
  "evaluation.every=1",
  "checkpoints.every=1"
].flatMap((change) => ["--set", change])

const trainIn = (directory: string, ...args: ReadonlyArray<string>) =>
  scaler("train", "smoke", "--run-dir", directory, "--warmup-steps", "1", ...changes, "--json", ...args)

const train = (...args: ReadonlyArray<string>) => trainIn(run, ...args)

describe("scaler train --model", () => {
  test("trains a folder's model, goes on from a checkpoint, and saves one as a folder", async () => {
    const first = await train("--model", pretrained, "--steps", "1")
    expect({ code: first.code, errors: first.errors }).toMatchObject({ code: 0 })
    const { facts, recipe } = JSON.parse(readFileSync(join(run, "run.json"), "utf8"))
    expect(recipe.model).toEqual({ pretrained, context: 256 })
    expect(facts["pretrained weights"]).toMatch(/^[0-9a-f]{64}$/)

    const saved = join(folder, "saved")
    const save = () => scaler("model", "save", run, saved, "--checkpoint", "step-000001")
    expect(await save()).toMatchObject({ code: 0 })
    expect(await save()).toMatchObject({ code: 1, errors: expect.stringContaining("is there already") })
    const values = await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
      const folders = [pretrained, saved]
      const stored = yield* Effect.forEach(
        folders,
        (folder) => Effect.flatMap(Checkpoint.open(folder), Checkpoint.tensors)
      )
      return yield* Effect.forEach(stored, (tensors) => tensors.get("model.embed_tokens.weight")!.read)
    })))
    expect(values[1]!.length).toBe(values[0]!.length)
    expect(values[1]).not.toEqual(values[0])

    const second = await train("--model", pretrained, "--steps", "2", "--resume")
    expect({ code: second.code, errors: second.errors }).toMatchObject({ code: 0 })

    const other = join(folder, "other")
    cpSync(saved, other, { recursive: true })
    const third = await train("--model", other, "--steps", "3", "--resume")
    expect(third.code).toBe(1)
    expect(third.errors).toContain("recipe.model.pretrained: ")
    expect(third.errors).toContain("facts.pretrained weights: ")
  }, 900 * seconds)

  test("trains adapters, saves them for PEFT, and merges them into the model", async () => {
    const [lora, adapters, merged] = [join(folder, "lora"), join(folder, "adapters"), join(folder, "merged")]
    const args = (steps: string) => [
      "--model",
      pretrained,
      "--lora-rank",
      "2",
      "--set",
      "model.lora.targets=[\"q_proj\",\"up_proj\"]",
      "--steps",
      steps
    ]
    expect(await trainIn(lora, ...args("1"))).toMatchObject({ code: 0 })
    const { facts, recipe } = JSON.parse(readFileSync(join(lora, "run.json"), "utf8"))
    expect(recipe.model.lora).toEqual({ rank: 2, alpha: 32, targets: ["q_proj", "up_proj"] })
    expect(facts["trained parameters"]).toBeLessThan(facts.parameters / 2)
    expect(await trainIn(lora, ...args("2"), "--resume")).toMatchObject({ code: 0 })

    expect(await scaler("model", "save", lora, adapters)).toMatchObject({ code: 0 })
    expect(JSON.parse(readFileSync(join(adapters, "adapter_config.json"), "utf8")))
      .toMatchObject({ r: 2, lora_alpha: 32, target_modules: ["q_proj", "up_proj"] })
    expect(await scaler("model", "merge", pretrained, adapters, merged)).toMatchObject({ code: 0 })
    const differ = await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
      const [before, after] = yield* Effect.forEach(
        [pretrained, merged],
        (folder) => Effect.flatMap(Checkpoint.open(folder), Checkpoint.tensors)
      )
      const changed = yield* Effect.filter(
        before!,
        ([name, tensor]) =>
          Effect.zipWith(tensor.read, after!.get(name)!.read, (old, now) => String(old) !== String(now))
      )
      return changed.map(([name]) => name)
    })))
    expect(differ.toSorted()).toEqual(
      [0, 1].flatMap((layer) => [
        `model.layers.${layer}.mlp.up_proj.weight`,
        `model.layers.${layer}.self_attn.q_proj.weight`
      ])
    )
  }, 900 * seconds)

  test("a new model has nothing to adapt", async () => {
    const { code, errors } = await scaler("train", "smoke", "--lora-rank", "2", "--dry-run")
    expect({ code, errors }).toMatchObject({
      code: 1,
      errors: expect.stringContaining("--lora-rank goes with --model")
    })
  }, 120 * seconds)
})
