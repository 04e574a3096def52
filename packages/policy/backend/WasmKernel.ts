import type { PolicyError } from "@scaler/policy/Policy"
import { Effect } from "effect"
import type { Gemm, Heap } from "./Gemm.ts"
import * as Module from "./webassembly/sgemm.module.ts"
import { start } from "./webassembly/start.ts"

interface Exports {
  readonly scratchBytes: () => number
  readonly sgemm: (
    transposeA: boolean,
    transposeB: boolean,
    m: number,
    n: number,
    k: number,
    a: number,
    b: number,
    c: number,
    scratch: number
  ) => void
}

/**
 * The matrix kernel written for this package, in WebAssembly on the tensor heap itself. Needs no native library;
 * one thread, and the same bits on every machine.
 */
export const open = (heap: Heap): Effect.Effect<Gemm, PolicyError> =>
  Effect.map(start<Exports>(Module.base64, heap), (kernel): Gemm => {
    const scratch = heap.allocate(kernel.scratchBytes())
    return {
      threads: 1,
      kernel: `WebAssembly SIMD, source ${Module.sourceSha256.slice(0, 12)}`,
      multiply: ({ transposeA, transposeB, m, n, k, count, a, sharedA, b, sharedB, c }) => {
        const strideA = sharedA ? 0 : m * k * 4
        const strideB = sharedB ? 0 : k * n * 4
        const strideC = m * n * 4
        for (let i = 0; i < count; i++) {
          const at = i * strideC
          kernel.sgemm(transposeA, transposeB, m, n, k, a + i * strideA, b + i * strideB, c + at, scratch)
        }
      },
      close: () => heap.free(scratch)
    }
  })
