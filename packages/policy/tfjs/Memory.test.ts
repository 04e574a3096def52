/** Estimates of memory against what tfjs counts. */
import * as tf from "@tensorflow/tfjs-core"
import { beforeAll, expect, test } from "bun:test"
import { Effect, Either, Schema } from "effect"
import { activateReadable } from "../backend/activateReadable.ts"
import { Lora } from "../Lora.ts"
import { pack } from "./Batch.ts"
import { differentiate, objectives } from "./Learner.ts"
import * as Memory from "./Memory.ts"
import { ModelConfig } from "./ModelConfig.ts"
import { angles } from "./Rotary.ts"
import * as Trained from "./Trained.ts"
import { initialise } from "./Weights.ts"

beforeAll(() => Effect.runPromise(activateReadable))

const model = Schema.decodeSync(ModelConfig)({
  layers: 3,
  width: 48,
  heads: 6,
  kvHeads: 2,
  headWidth: 8,
  hiddenWidth: 128,
  context: 64,
  vocabulary: 32
})
const optimizer = { beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0, maxGradientNorm: 1 }

/** What the wasm backend allocates in; the sizes of what is allocated are only known when that is done. */
interface Heap {
  _malloc: (bytes: number) => number
  _free: (address: number) => void
}

/** Most bytes of the heap that `body` holds at a time. */
const peak = async (body: () => Promise<void>): Promise<number> => {
  const heap = (tf.backend() as unknown as { readonly wasm: Heap }).wasm
  const { _free, _malloc } = heap
  const sizes = new Map<number, number>()
  let live = 0
  let most = 0
  heap._malloc = (bytes) => {
    const address = _malloc(bytes)
    sizes.set(address, bytes)
    live += bytes
    most = Math.max(most, live)
    return address
  }
  heap._free = (address) => {
    live -= sizes.get(address) ?? 0
    sizes.delete(address)
    _free(address)
  }
  await body()
  Object.assign(heap, { _free, _malloc })
  return most
}

test.each(
  [
    ["all layers kept", "layers", true],
    ["all layers kept, no head norms", "layers", false],
    ["one layer at a time, and products", "products", true],
    ["one layer at a time", "inputs", true]
  ] as const
)("a place of a micro-batch takes what is estimated: %s", async (_, keeps, headNorms) => {
  const config = { ...model, headNorms }
  const learner = {
    model: config,
    trained: Trained.all(config),
    optimizer,
    angles: angles(config),
    microBatchTokens: 1000,
    keeps
  }
  const weights = initialise(config, 1)
  const ofExamples = (count: number) => {
    const examples = Array.from({ length: count }, (_, index) => ({
      prompt: Int32Array.of(index % 32, 3),
      response: Int32Array.from({ length: 16 }, (_, at) => (5 * index + at) % 32)
    }))
    const [batch] = pack(examples, 1000)
    return peak(async () => {
      const { gradients } = await differentiate(learner, weights, batch!, objectives.supervised(examples))
      tf.dispose([...gradients])
    })
  }
  const estimated = Memory.needs(config).place[keeps]
  const measured = (await ofExamples(40) - await ofExamples(10)) / (30 * 17)
  const ratio = measured / estimated
  expect(ratio).toBeGreaterThan(0.7)
  expect(ratio).toBeLessThan(1.1)
  tf.dispose([...weights])
})

test("weights are counted, and a larger model keeps no layers, gets smaller micro-batches, and is refused", () => {
  const { parameters, weights } = Memory.needs(model)
  const layer = 2 * 48 + 2 * 8 + 2 * 48 * 48 + 2 * 48 * 16 + 3 * 48 * 128
  expect(parameters).toBe(32 * 48 + 3 * layer + 48)
  expect(weights).toBe(4 * parameters)
  const plans = [3, 300, 5000, 30_000].map((layers) =>
    Either.getOrNull(Memory.plan({ ...model, layers }, "openblas"))
  )
  expect(plans.slice(0, 2)).toEqual(
    (["layers", "products"] as const).map((keeps) => ({ places: Memory.usualPlaces, keeps }))
  )
  const onCard = Either.getOrThrow(Memory.plan(model, "webgpu"))
  expect(onCard.keeps).toBe("layers")
  expect(onCard.places).toBeGreaterThan(Memory.usualPlaces)
  expect(plans[2]).toMatchObject({ keeps: "inputs" })
  expect(plans[2]!.places).toBeLessThan(Memory.usualPlaces)
  expect(plans[3]).toBeNull()
})

test("adapters are trained where all weights would not fit", () => {
  const lora = Schema.decodeSync(Lora)({ rank: 16 })
  const large = { ...model, layers: 10_000 }
  const [all, adapters] = [Memory.needs(large), Memory.needs(large, lora)]
  expect(adapters.weights).toBe(all.weights)
  // Two moments, gradients, and the values themselves.
  const rank16 = 10_000 * 16 * (2 * (48 + 48) + 2 * (48 + 16) + 3 * (48 + 128))
  expect(adapters.update - all.weights).toBeGreaterThan(4 * 4 * rank16)
  expect(adapters.update).toBeLessThan(all.update)
  const refusal = (lora?: Lora) =>
    Either.getOrElse(Either.flip(Memory.plan(large, "wasm", lora)), () => "fits")
  expect(refusal()).toContain("train adapters (LoRA)")
  expect(refusal(lora)).toBe("fits")
})
