/** WebGPU beside the wasm backend, on a card or on a software driver. */
import { seed } from "@scaler/dsl/Random"
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu"
import * as tf from "@tensorflow/tfjs-core"
import { afterAll, describe, expect, test } from "bun:test"
import { Effect } from "effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Loss from "../Loss.ts"
import type { TrainingRollout, UpdateReport } from "../Policy.ts"
import * as Sampling from "../Sampling.ts"
import * as TfjsPolicy from "../tfjs/TfjsPolicy.ts"
import { tiny } from "../tfjs/tiny.ts"
import { activate, type BackendName, probe } from "./Backend.ts"
import * as WebGpu from "./WebGpu.ts"
import { triesWebGpu, whyNot } from "./WebGpuInTests.ts"

if (!triesWebGpu) test.skip(whyNot, () => {})

const scratch = mkdtempSync(join(tmpdir(), "webgpu-"))
afterAll(async () => {
  rmSync(scratch, { recursive: true })
  await Effect.runPromise(activate())
})

const maxTokens = 3

const losses: ReadonlyArray<Partial<Loss.Loss>> = [
  {},
  { surrogate: "gspo", aggregation: "sequence-mean" },
  { surrogate: "cispo", aggregation: "fixed-length" },
  { klCoefficient: 0.1, entropyCoefficient: 0.1 }
]

/** With the default epsilon an element whose gradient is all rounding takes a whole step one way or the other. */
const small = {
  ...tiny,
  model: { ...tiny.model, layers: 1 },
  optimizer: { ...tiny.optimizer, epsilon: 1e-6 }
}

/** Everything that a policy computes, on a backend: learning from examples, sampling, each loss, and its weights. */
const course = (backend: BackendName) =>
  Effect.gen(function*() {
    const policy = yield* TfjsPolicy.make({ ...small, backend })
    const first = yield* policy.publish
    const [short, long] = [yield* policy.encode("2+3="), yield* policy.encode("12+30=")]
    const examples = [
      { prompt: short, response: yield* policy.encode("5") },
      { prompt: long, response: yield* policy.encode("42") }
    ]
    const reports: Array<UpdateReport> = []
    for (let i = 0; i < 2; i++) reports.push(yield* policy.supervise(examples, { learningRate: 0.01 }))
    yield* policy.snapshot(scratch)
    yield* policy.reference(scratch)
    const requests = [short, long].map((prompt, i) => ({ prompt, samples: 2, seed: seed("webgpu", i) }))
    const groups = yield* policy.sample(requests, { ...Sampling.defaults, maxTokens })
    const rollouts = groups.flatMap((group, i) =>
      group.map(({ logProbs, tokens }, sample): TrainingRollout => ({
        prompt: requests[i]!.prompt,
        response: tokens,
        logProbs,
        advantage: sample === 0 ? 1.5 : -0.5
      }))
    )
    for (const loss of losses) {
      const options = { learningRate: 0.01, loss: { ...Loss.defaults, ...loss }, temperature: 1, maxTokens }
      reports.push(yield* policy.update(rollouts, options))
    }
    return { first, reports, responses: groups.flat(), last: yield* policy.publish }
  }).pipe(Effect.scoped, Effect.runPromise)

const norm = (values: Float32Array): number => Math.hypot(...values)

describe.skipIf(!triesWebGpu)("WebGPU", () => {
  test("a small policy learns and samples as on wasm", async () => {
    await Effect.runPromise(activate({ name: "wasm" }))
    const tensors = tf.memory().numTensors
    const [theirs, ours] = [await course("wasm"), await course("webgpu")]
    expect(ours.responses.map(({ tokens }) => tokens)).toEqual(theirs.responses.map(({ tokens }) => tokens))
    ours.responses.forEach(({ logProbs }, index) =>
      logProbs.forEach((logProb, at) =>
        expect(Math.abs(logProb - theirs.responses[index]!.logProbs[at]!)).toBeLessThan(1e-4)
      )
    )
    ours.reports.forEach((report, step) => {
      for (const [name, value] of Object.entries(theirs.reports[step]!)) {
        const mine = report[name as keyof UpdateReport]
        expect(Math.abs(Number(mine) - Number(value)), `${name} of step ${step}`)
          .toBeLessThan(1e-5 * (1 + Math.abs(Number(value))))
      }
    })
    ours.last.forEach((weight, index) => {
      const change = theirs.last[index]!.map((value, at) => value - theirs.first[index]![at]!)
      expect(norm(change)).toBeGreaterThan(0)
      expect(norm(weight.map((value, at) => value - theirs.last[index]![at]!))).toBeLessThan(
        1e-4 * norm(change)
      )
    })
    expect(tf.memory().numTensors).toBe(tensors)
  }, 600_000)

  test("buffers without a tensor do not pile up", async () => {
    await Effect.runPromise(activate({ name: "webgpu" }))
    const { bufferManager } = tf.backend() as WebGPUBackend
    const { COPY_DST, STORAGE } = GPUBufferUsage
    for (let i = 1; i <= 9; i++) {
      bufferManager.releaseBuffer(bufferManager.acquireBuffer(2 ** 26 + 4 * i, STORAGE | COPY_DST))
    }
    const x = tf.scalar(2)
    expect([...await tf.tidy(() => tf.square(x)).data()]).toEqual([4])
    expect((tf.memory() as unknown as { numBytesAllocatedInGPU: number }).numBytesAllocatedInGPU)
      .toBeLessThan(2 ** 24)
    expect([...await tf.tidy(() => tf.square(x)).data()]).toEqual([4])
    x.dispose()
  }, 60_000)

  test("software in the place of a card serves only where it is named", async () => {
    const active = await Effect.runPromise(activate({ name: "webgpu" }))
    const isSoftware = active.notes.length > 0
    const attempt = await Effect.runPromise(Effect.either(WebGpu.start({ software: false })))
    expect(attempt._tag).toBe(isSoftware ? "Left" : "Right")
    if (attempt._tag === "Left") expect(attempt.left.message).toContain("no graphics card")
    if (isSoftware) {
      expect(active.notes).toEqual([expect.stringContaining("slowly")])
      const finding = (await Effect.runPromise(probe)).find(({ name }) => name === "webgpu")
      expect(finding).toMatchObject({ works: false, detail: expect.stringContaining("no graphics card") })
      expect((await Effect.runPromise(activate())).name).not.toBe("webgpu")
    }
  }, 60_000)
})
