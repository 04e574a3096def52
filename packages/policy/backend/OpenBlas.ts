import { PolicyError } from "@scaler/policy/Policy"
import { dlopen, type Pointer, ptr } from "bun:ffi"
import { Effect } from "effect"
import { messageOf } from "../messageOf.ts"
import { remedies } from "./BackendName.ts"
import type { Gemm, Heap } from "./Gemm.ts"
import * as Native from "./Native.ts"

const libraries: ReadonlyArray<string> = process.platform === "darwin"
  ? ["/opt/homebrew/opt/openblas/lib/libopenblas.dylib", "/usr/local/opt/openblas/lib/libopenblas.dylib"]
  : ["libopenblas.so.0", "libopenblas.so"]

const accelerate = "/System/Library/Frameworks/Accelerate.framework/Accelerate"

const sgemm = {
  // order, transA, transB, M, N, K, alpha, A, lda, B, ldb, beta, C, ldc
  cblas_sgemm: {
    args: ["i32", "i32", "i32", "i32", "i32", "i32", "f32", "ptr", "i32", "ptr", "i32", "f32", "ptr", "i32"],
    returns: "void"
  }
} as const

type Sgemm = (
  order: number,
  transposeA: number,
  transposeB: number,
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: Pointer,
  lda: number,
  b: Pointer,
  ldb: number,
  beta: number,
  c: Pointer,
  ldc: number
) => void

interface Library {
  readonly kernel: string
  readonly threads: number
  readonly sgemm: Sgemm
}

const openOpenBlas = (path: string, threads: number): Library => {
  const { symbols } = dlopen(path, {
    ...sgemm,
    openblas_set_num_threads: { args: ["i32"], returns: "void" },
    openblas_get_num_threads: { args: [], returns: "i32" },
    openblas_get_config: { args: [], returns: "ptr" },
    openblas_get_corename: { args: [], returns: "ptr" }
  })
  symbols.openblas_set_num_threads(threads)
  return {
    kernel: `${Native.text(symbols.openblas_get_config())}, core ${
      Native.text(symbols.openblas_get_corename())
    }`,
    threads: symbols.openblas_get_num_threads(),
    sgemm: symbols.cblas_sgemm
  }
}

const openAccelerate = (threads: number): Library => {
  // BLAS_THREADING_MULTI_THREADED = 0, BLAS_THREADING_SINGLE_THREADED = 1; there is no finer setting.
  const { symbols } = dlopen(accelerate, { ...sgemm, BLASSetThreading: { args: ["u32"], returns: "i32" } })
  const single = threads === 1
  if (symbols.BLASSetThreading(single ? 1 : 0) !== 0) throw new Error("Accelerate refused BLASSetThreading")
  return { kernel: "Accelerate", threads: single ? 1 : threads, sgemm: symbols.cblas_sgemm }
}

const firstThatLoads = (threads: number): Library => {
  const refusals: Array<string> = []
  const attempts = libraries.map((path) => () => openOpenBlas(path, threads))
  if (process.platform === "darwin") attempts.push(() => openAccelerate(threads))
  for (const attempt of attempts) {
    try {
      return attempt()
    } catch (cause) {
      refusals.push(messageOf(cause))
    }
  }
  throw new Error(refusals.join("; "))
}

const rowMajor = 101
const noTranspose = 111
const transpose = 112

/** `cblas_sgemm` of OpenBLAS, or of Accelerate on a macOS without it, on the tensor heap without copies. */
export const open = (heap: Heap, threads: number): Effect.Effect<Gemm, PolicyError> =>
  Effect.try({
    try: () => {
      const library = firstThatLoads(threads)
      let buffer: ArrayBufferLike | undefined
      let base = 0
      return {
        threads: library.threads,
        kernel: library.kernel,
        multiply: ({ transposeA, transposeB, m, n, k, count, a, sharedA, b, sharedB, c }) => {
          if (heap.HEAPU8.buffer !== buffer) {
            buffer = heap.HEAPU8.buffer
            base = ptr(heap.HEAPU8)
          }
          const strideA = sharedA ? 0 : m * k * 4
          const strideB = sharedB ? 0 : k * n * 4
          const strideC = m * n * 4
          for (let i = 0; i < count; i++) {
            library.sgemm(
              rowMajor,
              transposeA ? transpose : noTranspose,
              transposeB ? transpose : noTranspose,
              m,
              n,
              k,
              1,
              (base + a + i * strideA) as Pointer,
              transposeA ? m : k,
              (base + b + i * strideB) as Pointer,
              transposeB ? k : n,
              0,
              (base + c + i * strideC) as Pointer,
              n
            )
          }
        },
        // Threads of the library may still be waiting in its code: it stays loaded.
        close: () => {}
      }
    },
    catch: (cause) =>
      new PolicyError({
        reason: "Backend",
        message: `OpenBLAS could not be loaded (${messageOf(cause)}). Add it: ${remedies.openblas}`
      })
  })
