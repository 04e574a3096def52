/** The kernels of `Fused` in WebAssembly, on the heap of tfjs's wasm backend: one thread, the same bits everywhere. */
import type { PolicyError } from "@scaler/policy/Policy"
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm"
import * as tf from "@tensorflow/tfjs-core"
import { Effect } from "effect"
import type { AdamWScalars, Kernel, Layout } from "./Fused.ts"
import type { Heap } from "./Gemm.ts"
import * as Kernels from "./Kernels.ts"
import * as Module from "./webassembly/fused.module.ts"
import { start } from "./webassembly/start.ts"

type Numbers = ReadonlyArray<number>

/** `webassembly/fused.as` says what each does; addresses in bytes. */
type Exports = Readonly<
  Record<
    | "adamW"
    | "addRows"
    | "copyRows"
    | "logSumExp"
    | "rmsNorm"
    | "rmsNormGradient"
    | "rotateHeads"
    | "scaledExponentials"
    | "softmax"
    | "softmaxGradient"
    | "sumOfSquares"
    | "swiGlu"
    | "swiGluGradient",
    (...numbers: Numbers) => void
  >
>

let started: Exports | undefined

/** Registers the kernels, once in a process, and gives the module's copying for other kernels. */
export const install = (heap: Heap): Effect.Effect<Kernels.CopyRows, PolicyError> =>
  Effect.gen(function*() {
    if (started === undefined) {
      started = yield* start<Exports>(Module.base64, heap)
      register(started)
    }
    return started.copyRows
  })

const register = (module: Exports): void => {
  const kernel = <Attributes extends object = object>(
    name: Kernel,
    compute: (
      inputs: Readonly<Record<string, tf.TensorInfo>>,
      make: (shape: ReadonlyArray<number>) => tf.TensorInfo,
      at: (tensor: tf.TensorInfo | undefined) => number,
      attributes: Attributes
    ) => tf.TensorInfo | Array<tf.TensorInfo>
  ): void =>
    Kernels.replace(name, ({ inputs, backend: untyped, attrs }) => {
      const backend = untyped as BackendWasm
      for (const [input, { dtype }] of Object.entries(inputs as tf.NamedTensorMap)) {
        if (dtype !== "float32" && input !== "numbers") {
          throw new Error(`${name} takes float32 tensors, not ${input} of ${dtype}`)
        }
      }
      return compute(
        inputs as unknown as Readonly<Record<string, tf.TensorInfo>>,
        (shape) => backend.makeOutput([...shape], "float32"),
        (tensor) => tensor === undefined ? 0 : backend.getMemoryOffset(tensor.dataId),
        attrs as unknown as Attributes
      )
    })

  kernel<{ readonly epsilon: number }>("ScalerRmsNorm", ({ x, weight }, make, at, { epsilon }) => {
    const [rows, width] = x!.shape as [number, number]
    const out = make([rows, width])
    module.rmsNorm(at(x), at(weight), at(out), rows, width, epsilon)
    return out
  })
  kernel<{ readonly epsilon: number }>(
    "ScalerRmsNormGradient",
    ({ dy, x, weight }, make, at, { epsilon }) => {
      const [rows, width] = x!.shape as [number, number]
      const [dx, dWeight] = [make([rows, width]), make([width])]
      module.rmsNormGradient(at(dy), at(x), at(weight), at(dx), at(dWeight), rows, width, epsilon)
      return [dx, dWeight]
    }
  )
  kernel("ScalerSwiGlu", ({ gate, up }, make, at) => {
    const out = make(gate!.shape)
    module.swiGlu(at(gate), at(up), at(out), sizeOf(gate))
    return out
  })
  kernel("ScalerSwiGluGradient", ({ dy, gate, up }, make, at) => {
    const [dGate, dUp] = [make(gate!.shape), make(gate!.shape)]
    module.swiGluGradient(at(dy), at(gate), at(up), at(dGate), at(dUp), sizeOf(gate))
    return [dGate, dUp]
  })
  kernel<{ readonly rows: number; readonly back: boolean }>(
    "ScalerRotateHeads",
    ({ x, cosines, sines }, make, at, { back, rows }) => {
      const [all, , width] = cosines!.shape as [number, number, number]
      const [places, heads] = [all / rows, sizeOf(x) / (all * width)]
      const out = make(back ? [all, heads * width] : [rows * heads, places, width])
      module.rotateHeads(at(x), at(cosines), at(sines), at(out), rows, places, heads, width, Number(back))
      return out
    }
  )
  kernel<Layout>(
    "ScalerSoftmax",
    ({ first, firstMask, second, secondMask }, make, at, { each, heads, samples }) => {
      const [rows, n] = first!.shape as [number, number]
      const m = second!.shape[1]!
      const [toFirst, toSecond] = [make([rows, n]), make([rows, m])]
      const [masks, period] = [firstMask?.shape[0] ?? 1, secondMask?.shape[0] ?? 1]
      // dprint-ignore
      module.softmax(
        at(first), at(firstMask), at(toFirst), n, rows / masks, samples, heads,
        at(second), at(secondMask), at(toSecond), m, each, period, rows
      )
      return [toFirst, toSecond]
    }
  )
  kernel("ScalerSoftmaxGradient", ({ first, dFirst, second, dSecond }, make, at) => {
    const [rows, n] = first!.shape as [number, number]
    const m = second!.shape[1]!
    const [toFirst, toSecond] = [make([rows, n]), make([rows, m])]
    // dprint-ignore
    module.softmaxGradient(
      at(first), at(dFirst), at(toFirst), n, at(second), at(dSecond), at(toSecond), m, rows
    )
    return [toFirst, toSecond]
  })
  kernel<AdamWScalars>("ScalerAdamW", ({ weight, first, second, gradient }, make, at, scalars) => {
    const { beta1, beta2, epsilon, firstShare, kept, rate, rootScale, secondShare } = scalars
    const next = [make(weight!.shape), make(weight!.shape), make(weight!.shape)]
    const addresses = [weight, first, second, gradient, ...next].map(at)
    // dprint-ignore
    module.adamW(
      ...addresses, sizeOf(weight), beta1, firstShare, beta2, secondShare, kept, rate, rootScale, epsilon
    )
    return next
  })
  kernel("ScalerLogSumExp", ({ x }, make, at) => {
    const [rows, n] = x!.shape as [number, number]
    const out = make([rows, 1])
    module.logSumExp(at(x), at(out), rows, n)
    return out
  })
  kernel("ScalerScaledExponentials", ({ x, totals, factors }, make, at) => {
    const [rows, n] = x!.shape as [number, number]
    const out = make([rows, n])
    module.scaledExponentials(at(x), at(totals), at(factors), at(out), rows, n)
    return out
  })
  kernel("ScalerAddRows", ({ table, numbers, rows }, make, at) => {
    const [count, width] = rows!.shape as [number, number]
    const out = make(table!.shape)
    const bytes = 4 * sizeOf(table)
    module.copyRows(at(table), bytes, at(out), bytes, bytes, 1)
    module.addRows(at(out), at(numbers), at(rows), count, width)
    return out
  })
  kernel("ScalerSumOfSquares", ({ x }, make, at) => {
    const sum = make([])
    module.sumOfSquares(at(x), at(sum), sizeOf(x))
    return sum
  })
}

const sizeOf = (tensor: tf.TensorInfo | undefined): number => tf.util.sizeFromShape(tensor!.shape)
