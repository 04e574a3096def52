/** Every policy loss against PyTorch: recorded in `golden/losses.json`, and live where PyTorch is installed. */
import * as tf from "@tensorflow/tfjs-core"
import { beforeAll, describe, expect, test } from "bun:test"
import { Effect } from "effect"
import { join } from "node:path"
import { activateReadable } from "../../backend/activateReadable.ts"
import type { Loss } from "../../Loss.ts"
import { pack } from "../Batch.ts"
import { modelOf, rolloutsOf, weightsOf } from "../golden/formulas.ts"
import recorded from "../golden/losses.json"
import { differentiate, objectives } from "../Learner.ts"
import { parameters, sizeOf } from "../ModelConfig.ts"
import { angles } from "../Rotary.ts"
import * as Trained from "../Trained.ts"
import { crossEntropy } from "./Objective.ts"

beforeAll(() => Effect.runPromise(activateReadable))

/** What PyTorch says of one loss. */
interface Peer {
  readonly loss: Loss
  readonly temperature: number
  readonly sampled: ReadonlyArray<ReadonlyArray<number>>
  readonly value: number
  readonly clipFraction: number
  readonly kl: number
  readonly entropy: number
  /** float32 in base64, weight by weight in the order of `names`. */
  readonly gradients: string
}

const { advantages, config, maxTokens, names, prompts, responses } = recorded
const model = modelOf(config, true)
const rollouts = rolloutsOf(prompts, responses, advantages)

/** The gradient of each weight, by name. */
const gradientsOf = ({ gradients }: Peer): ReadonlyMap<string, Float32Array> => {
  const all = new Float32Array(new Uint8Array(Buffer.from(gradients, "base64")).buffer)
  const sizes = new Map(parameters(model).map((parameter) => [parameter.name, sizeOf(parameter)]))
  let at = 0
  return new Map(names.map((name) => [name, all.subarray(at, at += sizes.get(name)!)]))
}

const norm = (values: ArrayLike<number>) =>
  Math.sqrt(Array.from(values).reduce((sum, value) => sum + value ** 2, 0))

const agrees = async (peer: Peer, microBatchTokens: number) => {
  const weights = weightsOf(model, names)
  const reference = weightsOf(
    model,
    names,
    (index, place) => 0.05 * Math.cos(0.9 * (place + 1) + 0.4 * (index + 1))
  )
  const complete = rollouts.map((rollout, i) => ({
    ...rollout,
    logProbs: Float32Array.from(peer.sampled[i]!)
  }))
  const { loss, temperature } = peer
  const objective = objectives.policy(complete, { loss, temperature, maxTokens }, reference)
  const learner = {
    model,
    trained: Trained.all(model),
    optimizer: { beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0, maxGradientNorm: 1 },
    angles: angles(model),
    microBatchTokens,
    keeps: "layers" as const
  }
  const sums = [0, 0, 0, 0, 0]
  const totals = weights.map((weight) => new Float64Array(weight.size))
  for (const batch of pack(complete, microBatchTokens)) {
    const part = await differentiate(learner, weights, batch, objective)
    part.sums.forEach((sum, index) => sums[index]! += sum)
    part.gradients.forEach((gradient, index) =>
      gradient.dataSync().forEach((value, at) => totals[index]![at]! += value)
    )
    tf.dispose([...part.gradients])
  }
  tf.dispose([...weights, ...reference])
  const [value, , clipFraction, kl, entropy] = sums as [number, number, number, number, number]
  expect(Math.abs(value - peer.value)).toBeLessThan(1e-5 * Math.abs(peer.value))
  expect(clipFraction).toBeCloseTo(peer.clipFraction, 6)
  expect(kl).toBeCloseTo(peer.kl, 5)
  expect(entropy).toBeCloseTo(peer.entropy, 5)
  const expected = gradientsOf(peer)
  parameters(model).forEach(({ name }, index) => {
    const theirs = expected.get(name)!
    const difference = totals[index]!.map((mine, at) => mine - theirs[at]!)
    expect(norm(difference), name).toBeLessThan(1e-4 * norm(theirs))
  })
}

const cases = Object.entries(recorded.cases) as unknown as ReadonlyArray<readonly [string, Peer]>

describe("value and gradients of every weight agree with PyTorch's autograd", () => {
  test.each(cases)("%s", async (_, peer) => {
    // One micro-batch for all, a few rows each, and every response by itself.
    for (const microBatchTokens of [1000, 24, 1]) await agrees(peer, microBatchTokens)
  })

  test("the recorded losses differ, and each clips some tokens and not others", () => {
    expect(new Set(cases.map(([, { gradients }]) => gradients)).size).toBe(cases.length)
    for (const [, { clipFraction }] of cases) {
      expect(clipFraction).toBeGreaterThan(0)
      expect(clipFraction).toBeLessThan(1)
    }
  })
})

const python = process.env["SCALER_PYTHON"] ?? "python3"
const hasPyTorch = Bun.which(python) !== null
  && Bun.spawnSync([python, "-c", "import torch, transformers"]).exitCode === 0

test.skipIf(!hasPyTorch)(
  "PyTorch says today what was recorded (needs torch and transformers; SCALER_PYTHON names the interpreter)",
  async () => {
    const { stderr, stdout } = Bun.spawnSync([python, join(import.meta.dir, "../golden/losses.py")])
    const live = JSON.parse(stdout.toString() || stderr.toString()) as typeof recorded
    expect(Object.keys(live.cases)).toEqual(Object.keys(recorded.cases))
    for (const peer of Object.values(live.cases) as unknown as ReadonlyArray<Peer>) {
      await agrees(peer, 1000)
    }
  },
  300_000
)

test("cross-entropy is the mean surprisal of the places that count", () => {
  tf.tidy(() => {
    const { loss, surprisal } = crossEntropy(tf.tensor1d([-1, -2, -40]), tf.tensor1d([0.5, 0.5, 0]))
    expect(loss.dataSync()[0]!).toBeCloseTo(1.5, 6)
    expect(surprisal.dataSync()[0]!).toBeCloseTo(1.5, 6)
  })
})
