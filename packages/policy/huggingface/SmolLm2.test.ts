/** A pretrained model, SmolLM2-135M-Instruct, against Transformers on the same weights; `golden/smollm2.py` makes it. */
import { seed } from "@scaler/dsl/Random"
import * as tf from "@tensorflow/tfjs-core"
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { Effect, Exit, Scope } from "effect"
import { join } from "node:path"
import { activateReadable } from "../backend/activateReadable.ts"
import * as Sampling from "../Sampling.ts"
import { pack, type Sequence } from "../tfjs/Batch.ts"
import { branchedTokens } from "../tfjs/BranchedTokens.ts"
import * as Model from "../tfjs/Model.ts"
import { nextTokens } from "../tfjs/NextTokens.ts"
import { angles } from "../tfjs/Rotary.ts"
import * as Sampler from "../tfjs/Sampler.ts"
import * as Start from "../tfjs/Start.ts"

/** A conversation as Transformers has it, told "Be brief."; `logits` is the name of a file, float32 `[tokens, vocabulary]`. */
interface Recorded {
  readonly question: string
  readonly prompt: ReadonlyArray<number>
  readonly greedy: ReadonlyArray<number>
  /** By how much each token of the greedy continuation leads the second. */
  readonly leads: ReadonlyArray<number>
  readonly text: string
  readonly logits: string
}

const directory = process.env["SCALER_SMOLLM2"]

/** The model at work; its tensors are freed with the scope. */
const open = Effect.gen(function*() {
  yield* activateReadable
  const { model, tokenizer, weights } = yield* Start.open(
    { directory: directory!, context: 256, system: "Be brief." },
    1
  )
  const { trained, values } = yield* Effect.acquireRelease(
    weights,
    ({ values }) => Effect.sync(() => tf.dispose([...values]))
  )
  const places = trained.network(values)
  const rotary = angles(model)
  const stream = (sequence: Sequence) =>
    Model.forward(model, places, branchedTokens(pack([sequence], 1)[0]!, rotary))
  return {
    tokenizer,
    /** Logits at every place of a text. */
    logits: (tokens: ReadonlyArray<number>) =>
      tf.tidy(() => {
        const response = Int32Array.from([...tokens.slice(1), 0])
        const prompt = Int32Array.of(tokens[0]!)
        return Model.logits(model, places, stream({ prompt, response })).dataSync<"float32">()
      }),
    /** Log-probabilities of a response as an update reads them. */
    logProbs: (sequence: Sequence) =>
      tf.tidy(() =>
        nextTokens(model, places, stream(sequence), 1)
          .logProbs(tf.tensor1d(sequence.response, "int32"))
          .dataSync<"float32">()
      ),
    sample: (
      prompts: ReadonlyArray<ReadonlyArray<number>>,
      samples: number,
      temperature: number,
      maxTokens: number
    ) =>
      Sampler.sample(
        model,
        places,
        rotary,
        tokenizer,
        prompts.map((prompt, index) => ({
          prompt: Int32Array.from(prompt),
          samples,
          seed: seed("smollm2", index)
        })),
        { ...Sampling.defaults, temperature, maxTokens }
      )
  }
})

const worst = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a.length).toBe(b.length)
  let most = 0
  for (let at = 0; at < a.length; at++) most = Math.max(most, Math.abs(a[at]! - b[at]!))
  return most
}

const minutes = 60_000

describe.skipIf(directory === undefined)(
  "SmolLM2 against Transformers (needs SCALER_SMOLLM2, the folder that golden/smollm2.py makes)",
  () => {
    const scope = Effect.runSync(Scope.make())
    let opened: Effect.Effect.Success<typeof open>
    let recorded: ReadonlyArray<Recorded>
    beforeAll(async () => {
      recorded = await Bun.file(join(directory!, "recorded.json")).json()
      opened = await Effect.runPromise(Scope.extend(open, scope))
    }, 10 * minutes)
    afterAll(() => Effect.runPromise(Scope.close(scope, Exit.void)))

    test("prompts in the chat template are the same tokens", () => {
      for (const { prompt, question } of recorded) {
        expect([...Effect.runSync(opened.tokenizer.prompt(question))]).toEqual([...prompt])
      }
    })

    test("teacher-forced logits are within 1e-3 of the largest", async () => {
      for (const { greedy, logits: file, prompt } of recorded) {
        const expected = new Float32Array(await Bun.file(join(directory!, file)).arrayBuffer())
        const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
        expect(worst(opened.logits([...prompt, ...greedy]), expected)).toBeLessThan(1e-3 * largest)
      }
    }, 30 * minutes)

    test("greedy continuations are equal until two tokens are within 1e-3", async () => {
      const longest = Math.max(...recorded.map(({ greedy }) => greedy.length))
      const continuations = await opened.sample(recorded.map(({ prompt }) => prompt), 1, 0, longest)
      recorded.forEach(({ greedy, leads, text }, index) => {
        const close = leads.findIndex((lead) => lead < 1e-3)
        const certain = close < 0 ? greedy.length : close
        const { tokens } = continuations[index]![0]!
        expect([...tokens.subarray(0, certain)]).toEqual(greedy.slice(0, certain))
        if (certain === greedy.length) expect(opened.tokenizer.decode(tokens)).toBe(text)
      })
    }, 30 * minutes)

    test("log-probabilities of sampled tokens are those that an update reads, within 1e-4", async () => {
      const { prompt } = recorded[0]!
      const [responses] = await opened.sample([prompt], 3, 1, 12)
      for (const response of responses!) {
        const again = opened.logProbs({ prompt: Int32Array.from(prompt), response: response.tokens })
        expect(worst(response.logProbs, again)).toBeLessThan(1e-4)
      }
    }, 30 * minutes)
  }
)
