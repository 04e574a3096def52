/** A pretrained model, SmolLM2-135M-Instruct, against Transformers on the same weights; `golden/smollm2.py` makes it. */
import { seed } from "@scaler/dsl/Random"
import * as tf from "@tensorflow/tfjs-core"
import { expect, test } from "bun:test"
import { Effect } from "effect"
import { join } from "node:path"
import * as Backend from "../backend/Backend.ts"
import * as Sampling from "../Sampling.ts"
import { pack, type Sequence } from "../tfjs/Batch.ts"
import { branchedTokens } from "../tfjs/BranchedTokens.ts"
import * as Model from "../tfjs/Model.ts"
import { nextTokens } from "../tfjs/NextTokens.ts"
import { angles } from "../tfjs/Rotary.ts"
import * as Sampler from "../tfjs/Sampler.ts"
import * as Start from "../tfjs/Start.ts"
import { network } from "../tfjs/Weights.ts"

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
  yield* Backend.activate()
  const { model, tokenizer, weights } = yield* Start.open(
    { directory: directory!, context: 256, system: "Be brief." },
    1
  )
  const loaded = yield* Effect.acquireRelease(weights, (weights) => Effect.sync(() => tf.dispose([...weights])))
  const places = network(model, loaded)
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
    sample: (prompts: ReadonlyArray<ReadonlyArray<number>>, samples: number, temperature: number, maxTokens: number) =>
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

test.skipIf(directory === undefined)(
  "SmolLM2: prompts, logits, greedy continuations and log-probabilities are those of Transformers (needs SCALER_SMOLLM2, the folder that golden/smollm2.py makes)",
  async () => {
    const recorded: ReadonlyArray<Recorded> = await Bun.file(join(directory!, "recorded.json")).json()
    await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
      const { logProbs, logits, sample, tokenizer } = yield* open
      for (const { greedy, logits: file, prompt, question } of recorded) {
        expect([...yield* tokenizer.prompt(question)]).toEqual([...prompt])
        const expected = new Float32Array(
          yield* Effect.promise(() => Bun.file(join(directory!, file)).arrayBuffer())
        )
        const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
        expect(worst(logits([...prompt, ...greedy]), expected)).toBeLessThan(1e-3 * largest)
      }

      const prompts = recorded.map(({ prompt }) => prompt)
      const tokens = Math.max(...recorded.map(({ greedy }) => greedy.length))
      const continuations = sample(prompts, 1, 0, tokens)
      recorded.forEach(({ greedy, leads, text }, index) => {
        const close = leads.findIndex((lead) => lead < 1e-3)
        const certain = close < 0 ? greedy.length : close
        const { tokens } = continuations[index]![0]!
        expect([...tokens.subarray(0, certain)]).toEqual(greedy.slice(0, certain))
        if (certain === greedy.length) expect(tokenizer.decode(tokens)).toBe(text)
      })

      sample(prompts, 4, 1, 16).forEach((group, index) => {
        for (const response of group) {
          const again = logProbs({ prompt: Int32Array.from(prompts[index]!), response: response.tokens })
          expect(worst(response.logProbs, again)).toBeLessThan(1e-4)
        }
      })
    })))
  },
  1_800_000
)
