/** A policy from a Hugging Face folder. */
import { seed } from "@scaler/dsl/Random"
import { afterAll, beforeAll, expect, test } from "bun:test"
import { Effect } from "effect"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as tinyFolder from "../huggingface/testing/tinyFolder.ts"
import type { Policy, PolicyError } from "../Policy.ts"
import * as Sampling from "../Sampling.ts"
import type * as Start from "./Start.ts"
import * as TfjsPolicy from "./TfjsPolicy.ts"
import { tiny } from "./tiny.ts"

/** Some dozens of updates, on a machine that may be busy. */
const timeout = 60_000

const directory = mkdtempSync(join(tmpdir(), "folder-model-"))
beforeAll(() => Effect.runPromise(tinyFolder.write(directory)))
afterAll(() => rmSync(directory, { recursive: true }))

const run = <A, E>(
  body: (policy: typeof Policy.Service) => Effect.Effect<A, E>,
  model: Partial<Start.FolderModel> = {}
) =>
  Effect.runPromise(Effect.scoped(Effect.flatMap(
    TfjsPolicy.make({ ...tiny, model: { directory, context: 40, ...model } }),
    body
  )))

test("reads and writes with the folder's tokenizer, and learns", async () => {
  const { info, learnt, read, responses, surprisals } = await run((policy) =>
    Effect.gen(function*() {
      const prompt = yield* policy.encode("日本語 <|im_end|>")
      const response = Int32Array.of(...yield* policy.encode("é 12"), policy.endToken)
      const surprisals = []
      for (let step = 0; step < 30; step++) {
        const examples = [{ prompt, response }]
        surprisals.push((yield* policy.supervise(examples, { learningRate: 0.02 })).surprisal)
      }
      const [responses] = yield* policy.sample(
        [{ prompt, samples: 2, seed: seed("folder") }],
        { ...Sampling.defaults, temperature: 0, maxTokens: 16 }
      )
      const learnt = responses!.map(({ tokens }) => policy.decode(tokens))
      return { info: policy.info, read: policy.decode(prompt), responses: responses!, learnt, surprisals }
    })
  )
  expect(info).toMatchObject({ vocabulary: 430, context: 40 })
  // Special tokens have no text.
  expect(read).toBe("日本語 ")
  expect(surprisals[0]!).toBeGreaterThan(4)
  expect(surprisals.at(-1)!).toBeLessThan(0.5)
  expect(learnt).toEqual(["é 12", "é 12"])
  expect(responses.map(({ finish }) => finish)).toEqual(["stop", "stop"])
}, timeout)

test("a stop text whose characters span tokens ends a response", async () => {
  const found = await run((policy) =>
    Effect.gen(function*() {
      const prompt = yield* policy.encode("?")
      const response = yield* policy.encode("😀 then 語 and on")
      for (let step = 0; step < 40; step++) {
        yield* policy.supervise([{ prompt, response }], { learningRate: 0.02 })
      }
      const [responses] = yield* policy.sample(
        [{ prompt, samples: 1, seed: seed("stop") }],
        { ...Sampling.defaults, temperature: 0, maxTokens: response.length, stop: ["n 語"] }
      )
      return policy.decode(responses![0]!.tokens)
    })
  )
  expect(found).toBe("😀 then 語")
}, timeout)

test("statements are asked in the chat template, after the system's message", async () => {
  const [asked, written] = await run((policy) =>
    Effect.all([
      policy.prompt("1+1?"),
      policy.encode(
        "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\n1+1?<|im_end|>\n<|im_start|>assistant\n"
      )
    ]), { system: "Be brief." })
  expect([...asked!]).toEqual([...written!])
})

const refusal = (model: Partial<Start.FolderModel>): Promise<PolicyError> =>
  run(Effect.succeed, model).then(() => Promise.reject(new Error("not refused")), (error) => error)

test("a context longer than the model's is refused", async () => {
  expect(String(await refusal({ context: tinyFolder.context + 1 }))).toContain("context is 257")
})

test("a model that no memory holds is refused before its weights are read", async () => {
  const large = mkdtempSync(join(tmpdir(), "folder-model-"))
  await Effect.runPromise(tinyFolder.write(large))
  const file = join(large, "config.json")
  const sizes = { hidden_size: 2560, intermediate_size: 9728, num_hidden_layers: 36 }
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), ...sizes }))
  const message = String(await refusal({ directory: large }))
  // 3.3 · 10⁹ float32 numbers, four times over.
  expect(message).toMatch(/A model of 3\d{9} parameters takes 1\d\.\d GiB, and 4\d\.\d GiB to be trained/)
  expect(message).toContain("the onnxruntime backend has 3.8 GiB, where WebAssembly's memory ends")
  rmSync(large, { recursive: true })
})

test("equal folders have equal facts; other weights and other settings differ", async () => {
  const other = mkdtempSync(join(tmpdir(), "folder-model-"))
  const facts = (directory: string) =>
    run((policy) => Effect.succeed(policy.info.facts), { directory }).then((facts) => [
      facts["pretrained weights"],
      facts["pretrained settings"]
    ])
  const before = await facts(directory)
  expect(before.map((fact) => String(fact).length)).toEqual([64, 64])
  await Effect.runPromise(tinyFolder.write(other))
  expect(await facts(other)).toEqual(before)
  await Effect.runPromise(tinyFolder.write(other, { rms_norm_eps: 1e-5 }))
  const [weights, settings] = await facts(other)
  expect([weights === before[0], settings === before[1]]).toEqual([true, false])
  const file = join(other, "model.safetensors")
  const bytes = readFileSync(file)
  bytes[bytes.length - 4]! ^= 1
  writeFileSync(file, bytes)
  expect((await facts(other))[0]).not.toBe(weights)
  rmSync(other, { recursive: true })
})
