import { fromCoordinates } from "@scaler/dsl/Random"
import * as tf from "@tensorflow/tfjs-core"
import { afterAll, beforeAll, expect, test } from "bun:test"
import { Effect, Schema } from "effect"
import { activateReadable } from "../backend/activateReadable.ts"
import * as Loss from "../Loss.ts"
import { pack } from "./Batch.ts"
import { differentiate, type Objective, objectives } from "./Learner.ts"
import type { Keeps } from "./Memory.ts"
import { ModelConfig, parameters, sizeOf } from "./ModelConfig.ts"
import { angles } from "./Rotary.ts"
import * as Trained from "./Trained.ts"
import { fromValues } from "./Weights.ts"

let tensorsBefore = 0
beforeAll(async () => {
  await Effect.runPromise(activateReadable)
  tensorsBefore = tf.memory().numTensors
})
afterAll(() => expect(tf.memory().numTensors).toBe(tensorsBefore))

const base = {
  layers: 3,
  width: 12,
  heads: 4,
  kvHeads: 2,
  headWidth: 4,
  hiddenWidth: 20,
  context: 32,
  vocabulary: 40
}
const optimizer = { beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0, maxGradientNorm: 1 }

/** Weights that are all about as large as those of a trained model. */
const random = (model: ModelConfig) => {
  const { unit } = fromCoordinates("layer gradients")
  return fromValues(
    parameters(model),
    parameters(model).map((parameter) =>
      Float32Array.from(
        { length: sizeOf(parameter) },
        () => (parameter.kind === "norm" ? 1 : 0) + unit() - 0.5
      )
    )
  )
}

const rollouts = Array.from({ length: 6 }, (_, index) => ({
  prompt: Int32Array.of(1, 2 + Math.floor(index / 3), 7),
  response: Int32Array.from({ length: 2 + index }, (_, at) => (11 * index + 3 * at) % 40),
  logProbs: new Float32Array(2 + index).fill(-2),
  advantage: index % 2 === 0 ? 1 : -0.5
}))

test.each([
  ["a tied output", {}],
  ["a single layer", { layers: 1 }],
  ["an output of its own, biases and no head norms", {
    tieEmbeddings: false,
    attentionBiases: true,
    headNorms: false
  }],
  ["a large vocabulary", { vocabulary: 1100 }]
])(
  "layer by layer, gradients and loss are those of all layers at once, bit by bit: %s",
  async (_, changes) => {
    const model = Schema.decodeSync(ModelConfig)({ ...base, ...changes })
    const weights = random(model)
    const reference = random(model)
    const loss = { ...Loss.defaults, klCoefficient: 0.1, entropyCoefficient: 0.1 }
    const objective: Objective = objectives.policy(
      rollouts,
      { loss, temperature: 0.9, maxTokens: 8 },
      reference
    )
    const [batch] = pack(rollouts, 1000)
    const by = async (keeps: Keeps) => {
      const learner = {
        model,
        trained: Trained.all(model),
        optimizer,
        angles: angles(model),
        microBatchTokens: 1000,
        keeps
      }
      const { gradients, sums } = await differentiate(learner, weights, batch!, objective)
      const values = gradients.map((gradient) => ({
        shape: gradient.shape,
        values: gradient.dataSync().slice()
      }))
      tf.dispose([...gradients])
      return { sums, values }
    }
    const all = await by("layers")
    expect(all.values.map(({ shape }) => shape)).toEqual(parameters(model).map(({ shape }) => [...shape]))
    expect(await by("inputs")).toEqual(all)
    expect(await by("products")).toEqual(all)
    tf.dispose([...weights, ...reference])
  }
)
