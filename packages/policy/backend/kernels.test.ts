/** What the matrix products of every backend must do, whichever library computes them. */
import * as tf from "@tensorflow/tfjs-core"
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { Effect, Either } from "effect"
import { activate, type BackendName, names } from "./Backend.ts"
import { fingerprint, values } from "./fingerprint.ts"
import { take } from "./Take.ts"
import { isTensorFlow } from "./TensorFlow.ts"
import { startWasm } from "./Wasm.ts"
import { triesWebGpu, whyNot } from "./WebGpuInTests.ts"

const size = (shape: ReadonlyArray<number>) => shape.reduce((product, n) => product * n, 1)

/** NumPy's broadcasting product, one element at a time in double precision. */
const naive = (
  a: Float32Array,
  shapeA: ReadonlyArray<number>,
  b: Float32Array,
  shapeB: ReadonlyArray<number>,
  transposeA: boolean,
  transposeB: boolean
): { readonly shape: Array<number>; readonly values: Array<number> } => {
  const rank = Math.max(shapeA.length, shapeB.length)
  const padded = (
    shape: ReadonlyArray<number>
  ) => [...Array.from({ length: rank - shape.length }, () => 1), ...shape]
  const [fullA, fullB] = [padded(shapeA), padded(shapeB)]
  const batch = fullA.slice(0, -2).map((n, axis) => Math.max(n, fullB[axis]!))
  const m = fullA.at(transposeA ? -1 : -2)!
  const k = fullA.at(transposeA ? -2 : -1)!
  const n = fullB.at(transposeB ? -2 : -1)!
  const matrix = (shape: ReadonlyArray<number>, index: ReadonlyArray<number>) =>
    index.reduce((flat, i, axis) => flat * shape[axis]! + (shape[axis] === 1 ? 0 : i), 0)
  const result: Array<number> = []
  for (let flat = 0; flat < size(batch); flat++) {
    let rest = flat
    const index = batch.toReversed().map((length) => {
      const i = rest % length
      rest = Math.floor(rest / length)
      return i
    }).toReversed()
    const fromA = matrix(fullA, index) * m * k
    const fromB = matrix(fullB, index) * k * n
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0
        for (let p = 0; p < k; p++) {
          sum += a[fromA + (transposeA ? p * m + i : i * k + p)]! *
            b[fromB + (transposeB ? j * k + p : p * n + j)]!
        }
        result.push(sum)
      }
    }
  }
  return { shape: [...batch, m, n], values: result }
}

const expectClose = async (
  product: () => tf.Tensor,
  expected: { shape: Array<number>; values: ReadonlyArray<number> }
) => {
  const tensor = tf.tidy(product)
  expect(tensor.shape).toEqual(expected.shape)
  const got = await take(tensor)
  const worst = expected.values.reduce((most, value, i) => Math.max(most, Math.abs(value - got[i]!)), 0)
  expect(worst).toBeLessThan(2e-5 * Math.max(1, ...expected.values.map(Math.abs)))
}

/** Batch axes of A and B. */
const batches: ReadonlyArray<readonly [Array<number>, Array<number>]> = [
  [[], []],
  [[3], [3]],
  [[3], []],
  [[], [3]],
  [[1], [4]],
  [[4], [1]],
  [[2, 3], [2, 3]],
  [[2, 3], [3]],
  [[2, 1], [1, 3]],
  [[2, 1, 3], [4, 1]]
]

/** tfjs's WebGPU throws where one of several batch axes is broadcast; the policy has no such product. */
const batchesOf = (name: BackendName) => name === "webgpu" ? batches.slice(0, 7) : batches

/** m, n, k: around the edges of vector registers and blocks. */
const sizes = [[1, 1, 1], [1, 9, 5], [5, 1, 7], [4, 8, 16], [7, 17, 33]] as const

for (const name of names) {
  if (name === "cpu") continue
  if (name === "webgpu" && !triesWebGpu) {
    test.skip(whyNot, () => {})
    continue
  }
  const attempt = await Effect.runPromise(Effect.either(activate({ name })))
  if (Either.isLeft(attempt)) {
    test.skip(`${name}: ${attempt.left.message}`, () => {})
    continue
  }

  describe(name, () => {
    beforeAll(() => Effect.runPromise(activate({ name })))
    /** Elsewhere tensors do not lie in the heap of the wasm backend. */
    const testOnHeap = test.skipIf(isTensorFlow(name) || name === "webgpu")
    /** A software driver takes minutes for these. */
    const testOfLarge = test.skipIf(name === "webgpu")

    test("products agree with the definition for all transposes and batches", async () => {
      const tensors = tf.memory().numTensors
      for (const [m, n, k] of sizes) {
        for (const [batchA, batchB] of batchesOf(name)) {
          for (
            const [transposeA, transposeB] of [[false, false], [false, true], [true, false], [
              true,
              true
            ]] as const
          ) {
            const shapeA = [...batchA, ...(transposeA ? [k, m] : [m, k])]
            const shapeB = [...batchB, ...(transposeB ? [n, k] : [k, n])]
            const [a, b] = [values(size(shapeA), 1), values(size(shapeB), 2)]
            await expectClose(
              () => tf.matMul(tf.tensor(a, shapeA), tf.tensor(b, shapeB), transposeA, transposeB),
              naive(a, shapeA, b, shapeB, transposeA, transposeB)
            )
          }
        }
      }
      expect(tf.memory().numTensors).toBe(tensors)
    }, 120_000)

    test.each([[130, 70, 300], [33, 600, 20]])(
      "products larger than a block: %d × %d × %d",
      async (m, n, k) => {
        const [a, b] = [values(k * m, 1), values(n * k, 2)]
        await expectClose(
          () => tf.matMul(tf.tensor2d(a, [k, m]), tf.tensor2d(b, [n, k]), true, true),
          naive(a, [k, m], b, [n, k], true, true)
        )
      }
    )

    test("empty products are empty or zero", async () => {
      const product = (...shapes: ReadonlyArray<[number, number]>) => () =>
        tf.matMul(tf.zeros(shapes[0]!), tf.zeros(shapes[1]!))
      await expectClose(product([0, 3], [3, 2]), { shape: [0, 2], values: [] })
      const zero = expectClose(product([2, 0], [0, 2]), { shape: [2, 2], values: [0, 0, 0, 0] })
      // tfjs binds the empty operands: refused, and nothing that is computed afterwards is touched.
      if (name === "webgpu") await expect(zero).rejects.toThrow("WebGPU failed: Binding size")
      else await zero
    })

    test("bias and activations of fused products", async () => {
      const [a, b, bias] = [values(35, 1), values(63, 2), values(9, 3)]
      const product = naive(a, [5, 7], b, [7, 9], false, false)
      const functions = {
        linear: (x: number) => x,
        relu: (x: number) => Math.max(0, x),
        relu6: (x: number) => Math.min(6, Math.max(0, x)),
        elu: (x: number) => x > 0 ? x : Math.expm1(x),
        sigmoid: (x: number) => 1 / (1 + Math.exp(-x)),
        leakyrelu: (x: number) => x > 0 ? x : 0.3 * x,
        prelu: (x: number) => x > 0 ? x : 0.5 * x
      }
      const tensors = tf.memory().numTensors
      for (const [activation, apply] of Object.entries(functions)) {
        await expectClose(
          () =>
            tf.fused.matMul({
              a: tf.tensor2d(a, [5, 7]),
              b: tf.tensor2d(b, [7, 9]),
              bias: tf.tensor1d(bias),
              activation: activation as tf.fused.Activation,
              leakyreluAlpha: 0.3,
              ...(activation === "prelu" ? { preluActivationWeights: tf.scalar(0.5) } : {})
            }),
          { shape: [5, 9], values: product.values.map((value, i) => apply(value + bias[i % 9]!)) }
        )
      }
      expect(tf.memory().numTensors).toBe(tensors)
    })

    testOnHeap("an output that grows the heap leaves operands and result right", async () => {
      const heap = await Effect.runPromise(startWasm)
      const [rows, columns] = [1024, 8192]
      const [left, right] = [values(rows, 1), values(columns, 2)]
      tf.tidy(() => {
        const a = tf.tensor2d(left, [rows, 1])
        const b = tf.tensor2d(right, [1, columns])
        const before = heap.HEAPU8.buffer
        const grew = () => heap.HEAPU8.buffer !== before
        // The products are kept, 32 MiB each, until one no longer fits.
        let c = tf.matMul(a, b)
        for (let i = 0; i < 64 && !grew(); i++) c = tf.matMul(a, b)
        expect(grew()).toBeTrue()
        expect(a.dataSync<"float32">()).toEqual(left)
        for (const row of [0, rows >> 1, rows - 1]) {
          expect(tf.slice(c, [row, 0], [1, columns]).dataSync<"float32">()).toEqual(
            right.map((value) => Math.fround(value * left[row]!))
          )
        }
      })
    }, 30_000)

    testOfLarge("the same bits again, at other addresses, and in another process", async () => {
      const first = await fingerprint()
      for (let i = 1; i <= 3; i++) {
        const shift = tf.zeros([4 * i + 1])
        expect(await fingerprint()).toBe(first)
        shift.dispose()
      }
      const child = Bun.spawn([process.execPath, `${import.meta.dir}/fingerprint.ts`, name], {
        stderr: "inherit"
      })
      expect((await new Response(child.stdout).text()).trim()).toBe(first)
    }, 30_000)

    test("products that do not fit are refused", () =>
      tf.tidy(() => {
        expect(() => tf.matMul(tf.zeros([2, 3]), tf.zeros([4, 2]))).toThrow(
          isTensorFlow(name)
            ? "[2,3], In[1]: [4,2]"
            : name === "webgpu"
            ? "inner shapes (3) and (4)"
            : "inner sizes 3 and 4 differ"
        )
        expect(() => tf.matMul(tf.zeros([2, 2, 3]), tf.zeros([3, 3, 2]))).toThrow()
      }))
  })
}

afterAll(() => Effect.runPromise(activate()))
