import * as tf from "@tensorflow/tfjs-core"
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { Effect } from "effect"
import { activateReadable } from "../backend/activateReadable.ts"
import * as Loss from "../Loss.ts"
import { pack } from "./Batch.ts"
import { branchedTokens } from "./BranchedTokens.ts"
import { modelOf, rolloutsOf, weightsOf } from "./golden/formulas.ts"
import golden from "./golden/qwen3.json"
import { differentiate, type LearnerConfig, objectives } from "./Learner.ts"
import * as Model from "./Model.ts"
import { parameters } from "./ModelConfig.ts"
import { nextTokens } from "./NextTokens.ts"
import { angles } from "./Rotary.ts"
import * as Trained from "./Trained.ts"
import { network } from "./Weights.ts"

let tensorsBefore = 0
beforeAll(async () => {
  await Effect.runPromise(activateReadable)
  tensorsBefore = tf.memory().numTensors
})
afterAll(() => expect(tf.memory().numTensors).toBe(tensorsBefore))

/** Results of PyTorch and transformers; `golden/make.py` makes them. */
interface Golden {
  readonly names: ReadonlyArray<string>
  readonly logProbs: ReadonlyArray<ReadonlyArray<number>>
  readonly supervised?: { readonly loss: number; readonly gradients: ReadonlyArray<ReadonlyArray<number>> }
  readonly policy: { readonly loss: number; readonly gradients: ReadonlyArray<ReadonlyArray<number>> }
  readonly clipFraction: number
}

const cases: ReadonlyArray<readonly [string, boolean, Golden]> = [
  ["tied embeddings", true, golden.tied],
  ["separate output matrix", false, golden.untied]
]

const setUp = (tieEmbeddings: boolean, names: ReadonlyArray<string>) => {
  const model = modelOf(golden.config, tieEmbeddings)
  const learner = (microBatchTokens: number): LearnerConfig => ({
    model,
    trained: Trained.all(model),
    optimizer: { beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0, maxGradientNorm: 1 },
    angles: angles(model),
    microBatchTokens,
    keeps: "layers"
  })
  return { model, weights: weightsOf(model, names), learner }
}

const rollouts = rolloutsOf(golden.prompts, golden.responses, golden.advantages)

const sampled = (logProbs: ReadonlyArray<ReadonlyArray<number>>) => {
  let place = 0
  return logProbs.map((row) => Float32Array.from(row, (value) => value + 0.3 * Math.sin(2.1 * place++)))
}

const close = (actual: ArrayLike<number>, expected: ReadonlyArray<number>, tolerance: number) => {
  expect(actual.length).toBe(expected.length)
  const worst = expected.reduce((most, value, index) => Math.max(most, Math.abs(value - actual[index]!)), 0)
  expect(worst).toBeLessThan(tolerance)
}

describe.each(cases)("against PyTorch's Qwen3, %s", (_, tied, expected) => {
  // One micro-batch for all, a few rows each, and every response by itself.
  test.each([1000, 24, 1])("log-probabilities in micro-batches of %p places", (microBatchTokens) => {
    const { learner, model, weights } = setUp(tied, expected.names)
    let seen = 0
    for (const batch of pack(rollouts, microBatchTokens)) {
      const logProbs = tf.tidy(() =>
        nextTokens(
          model,
          network(model, weights),
          Model.forward(model, network(model, weights), branchedTokens(batch, learner(1).angles)),
          1
        ).logProbs(tf.tensor1d(batch.targets, "int32")).dataSync()
      )
      batch.members.forEach((member, slot) => {
        if (member < 0) return
        const at = slot * batch.length
        close(logProbs.subarray(at, at + batch.lengths[slot]!), expected.logProbs[member]!, 2e-5)
        seen++
      })
    }
    expect(seen).toBe(rollouts.length)
    tf.dispose([...weights])
  })

  test.each([1000, 24, 1])("losses and gradients in micro-batches of %p places", async (microBatchTokens) => {
    const { learner, model, weights } = setUp(tied, expected.names)
    const old = sampled(expected.logProbs)
    const complete = rollouts.map((rollout, index) => ({ ...rollout, logProbs: old[index]! }))
    const against = async (
      objective: Parameters<typeof differentiate>[3],
      peer: Golden["policy"],
      clipFraction: number
    ) => {
      const sums = [0, 0, 0, 0, 0]
      const totals = weights.map((weight) => new Float64Array(weight.size))
      for (const batch of pack(rollouts, microBatchTokens)) {
        const part = await differentiate(learner(microBatchTokens), weights, batch, objective)
        part.sums.forEach((sum, index) => sums[index]! += sum)
        part.gradients.forEach((gradient, index) =>
          gradient.dataSync().forEach((value, at) => totals[index]![at]! += value)
        )
        tf.dispose([...part.gradients])
      }
      close(sums.slice(0, 3), [
        peer.loss,
        -expected.logProbs.flat().reduce((a, b) => a + b) / 18,
        clipFraction
      ], 1e-5)
      parameters(model).forEach(({ name }, index) =>
        close(totals[index]!, peer.gradients[expected.names.indexOf(name)]!, 2e-5)
      )
    }
    if (expected.supervised !== undefined) {
      await against(objectives.supervised(rollouts), expected.supervised, 0)
    }
    const options = {
      loss: { ...Loss.defaults, clip: { ...golden.clip, dual: null } },
      temperature: 1,
      maxTokens: 6
    }
    await against(objectives.policy(complete, options, undefined), expected.policy, expected.clipFraction)
    tf.dispose([...weights])
  })
})
