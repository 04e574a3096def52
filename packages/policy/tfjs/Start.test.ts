/** A policy from a Hugging Face folder: a model with random weights beside a tokenizer that `golden/texts.py` made. */
import { seed } from "@scaler/dsl/Random"
import * as tf from "@tensorflow/tfjs-core"
import { afterAll, beforeAll, expect, test } from "bun:test"
import { Effect } from "effect"
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Backend from "../backend/Backend.ts"
import * as Checkpoint from "../huggingface/Checkpoint.ts"
import type { Policy } from "../Policy.ts"
import * as Sampling from "../Sampling.ts"
import * as TfjsPolicy from "./TfjsPolicy.ts"
import { tiny } from "./tiny.ts"
import { initialise } from "./Weights.ts"

/** Some dozens of updates, on a machine that may be busy. */
const timeout = 60_000

const golden = join(import.meta.dir, "../huggingface/golden")
const directory = mkdtempSync(join(tmpdir(), "folder-model-"))

beforeAll(async () => {
  cpSync(join(golden, "tokenizers/qwen"), directory, { recursive: true })
  const config = JSON.parse(readFileSync(join(golden, "qwen2/config.json"), "utf8"))
  writeFileSync(
    join(directory, "config.json"),
    JSON.stringify({ ...config, vocab_size: 430, eos_token_id: null })
  )
  await Effect.runPromise(Effect.gen(function*() {
    yield* Backend.activate({ threads: 1 })
    const checkpoint = yield* Checkpoint.open(directory)
    const weights = initialise(checkpoint.model, 1)
    yield* Checkpoint.save(checkpoint, weights, join(directory, "model"), "F32")
    tf.dispose([...weights])
  }))
})
afterAll(() => rmSync(directory, { recursive: true }))

const run = <A, E>(body: (policy: typeof Policy.Service) => Effect.Effect<A, E>, context = 40) =>
  Effect.runPromise(Effect.scoped(Effect.flatMap(
    TfjsPolicy.make({ ...tiny, model: { directory: join(directory, "model"), context } }),
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

test("a context longer than the model's is refused", async () => {
  const error = await run(Effect.succeed, 65).then(() => undefined, String)
  expect(error).toContain("context is 65")
})
