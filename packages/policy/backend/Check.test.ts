import * as tf from "@tensorflow/tfjs-core"
import { afterEach, beforeEach, expect, test } from "bun:test"
import { Effect } from "effect"
import { activate } from "./Backend.ts"
import { check } from "./Check.ts"
import * as Kernels from "./Kernels.ts"
import { startWasm } from "./Wasm.ts"

beforeEach(() => Effect.runPromise(activate({ name: "wasm" })))
afterEach(() => Effect.runPromise(activate()))

const refusal = () => Effect.runPromise(Effect.flip(check("planted", startWasm)))

/** Changes one kernel's outputs in place while `body` runs, then puts it back. */
const withFault = async (
  kernel: string,
  spoil: (values: Float32Array) => void,
  body: () => Promise<void>
) => {
  const sound = Kernels.current(kernel)
  Kernels.replace(kernel, (call) => {
    const out = sound(call) as tf.TensorInfo
    const heap = call.backend as unknown as { typedArrayFromHeap: (info: tf.TensorInfo) => Float32Array }
    spoil(heap.typedArrayFromHeap(out))
    return out
  })
  try {
    await body()
  } finally {
    Kernels.replace(kernel, sound)
  }
}

test("a sound backend passes", () => Effect.runPromise(check("sound", startWasm)))

test.each([
  [tf.Softmax, "softmax"],
  [tf.Rsqrt, "rsqrt"],
  [tf.Transpose, "transpose of heads"],
  [tf.Sum, "sum of the last axis"],
  [tf.GatherV2, "gather"]
])(
  "one element of %s that is 0.1 %% off is found, and named",
  (kernel, operation) =>
    withFault(
      kernel,
      (values) => values[values.length - 1]! += 1e-3 * (1 + Math.abs(values.at(-1)!)),
      async () => {
        const error = await refusal()
        expect(error.reason).toBe("Backend")
        expect(error.message).toContain("planted backend computes wrongly")
        expect(error.message).toContain(`${operation}: element`)
      }
    )
)

test("NaN is found", () =>
  withFault(tf.Exp, (values) => values[0] = Number.NaN, async () => {
    expect((await refusal()).message).toContain("exp: element 0 is NaN")
  }))

test("a product that ignores a transposition is found", async () => {
  const sound = Kernels.current(tf.BatchMatMul)
  Kernels.replace(tf.BatchMatMul, (call) => {
    const { a, b } = call.inputs
    const square = a!.shape.at(-1) === b!.shape.at(-1) && a!.shape.at(-2) === b!.shape.at(-2)
    return sound(square ? { ...call, attrs: { transposeA: false, transposeB: false } } : call)
  })
  try {
    expect((await refusal()).message).toContain("matMul")
  } finally {
    Kernels.replace(tf.BatchMatMul, sound)
  }
})

test("a kernel that is missing is found", async () => {
  const sound = Kernels.current(tf.Sigmoid)
  tf.unregisterKernel(tf.Sigmoid, "wasm")
  try {
    expect((await refusal()).message).toContain("sigmoid: it fails")
  } finally {
    Kernels.replace(tf.Sigmoid, sound)
  }
})
