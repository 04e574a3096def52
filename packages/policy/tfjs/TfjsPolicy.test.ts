import { seed } from "@scaler/dsl/Random"
import * as tf from "@tensorflow/tfjs-core"
import { expect, test } from "bun:test"
import { Effect } from "effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { policyContract } from "../contract.ts"
import * as Loss from "../Loss.ts"
import * as Sampling from "../Sampling.ts"
import * as TfjsPolicy from "./TfjsPolicy.ts"
import { tiny } from "./tiny.ts"

policyContract("tfjs in this process", TfjsPolicy.layer(tiny))

test("no step leaves tensors behind, and the scope frees all of them", async () => {
  const outside = tf.memory().numTensors
  const directory = mkdtempSync(join(tmpdir(), "tensors-"))
  const loss = { ...Loss.defaults, klCoefficient: 0.1, entropyCoefficient: 0.1 }
  const counts = await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
    const policy = yield* TfjsPolicy.make(tiny)
    const prompt = yield* policy.encode("1+1=")
    yield* policy.snapshot(directory)
    // A second reference takes the place of the first.
    yield* policy.reference(directory)
    yield* policy.reference(directory)
    const counts: Array<number> = []
    for (let step = 0; step < 4; step++) {
      const requests = [4, 4, 2].map((samples, index) => ({ prompt, samples, seed: seed(step, index) }))
      const groups = yield* policy.sample(requests, { ...Sampling.defaults, maxTokens: 8, topP: 0.9 })
      const rollouts = groups.flat().map(({ logProbs, tokens }, index) => ({
        prompt,
        response: tokens,
        logProbs,
        advantage: step === 2 ? Number.NaN : index % 2
      }))
      yield* policy.update(rollouts, { learningRate: 0.01, loss, temperature: 1, maxTokens: 8 })
      yield* policy.supervise([{ prompt, response: prompt }], { learningRate: 0.01 })
      counts.push(tf.memory().numTensors)
    }
    return counts
  })))
  expect(new Set(counts).size).toBe(1)
  expect(tf.memory().numTensors).toBe(outside)
  rmSync(directory, { recursive: true })
})

test("settings that cannot be are refused by name", async () => {
  const refusal = (config: TfjsPolicy.TfjsPolicyConfig) =>
    Effect.runPromise(Effect.flip(Effect.scoped(TfjsPolicy.make(config))))
  const odd = await refusal({ ...tiny, model: { ...tiny.model, kvHeads: 3 } })
  expect(odd.reason).toBe("Request")
  expect(odd.message).toContain("kvHeads")
  const foreign = await refusal({ ...tiny, model: { ...tiny.model, vocabulary: 100 } })
  expect(foreign.message).toContain("vocabulary")
  const flat = await refusal({ ...tiny, optimizer: { ...tiny.optimizer, beta2: 1 } })
  expect(flat.message).toContain("beta2")
})

test("weights that have run away are a typed error, not nonsense", async () => {
  const error = await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
    const policy = yield* TfjsPolicy.make(tiny)
    const prompt = yield* policy.encode("1+1=")
    yield* policy.supervise([{ prompt, response: prompt }], { learningRate: 1e38 })
    const request = { prompt, samples: 1, seed: seed("diverged") }
    return yield* Effect.flip(policy.sample([request], { ...Sampling.defaults, maxTokens: 4 }))
  })))
  expect(error.reason).toBe("Crashed")
  expect(error.message).toContain("lower learning rate")
})
