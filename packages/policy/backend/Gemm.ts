import type { PolicyError } from "@scaler/policy/Policy"
import type { Effect } from "effect"

/**
 * `count` products C = op(A)·op(B) of contiguous row-major float32 matrices, C `[m, n]`, op(A) `[m, k]`,
 * op(B) `[k, n]`. Addresses are byte offsets in the tensor heap; the matrices of successive products follow one
 * another. C overlaps neither A nor B.
 */
export interface Product {
  readonly transposeA: boolean
  readonly transposeB: boolean
  readonly m: number
  readonly n: number
  readonly k: number
  readonly count: number
  readonly a: number
  /** One A for all products. */
  readonly sharedA: boolean
  readonly b: number
  readonly sharedB: boolean
  readonly c: number
}

/** A matrix kernel bound to a tensor heap. Equal inputs give bit-equal outputs at a fixed thread count. */
export interface Gemm {
  readonly threads: number
  /** What exactly computes, e.g. the library's version and the core type that it chose. */
  readonly kernel: string
  readonly multiply: (product: Product) => void
  /** Frees what the kernel holds outside the heap. */
  readonly close: () => void
}

/** The memory in which the tensors of the wasm backend live. */
export interface Heap {
  /** Replaced by Emscripten whenever the memory grows; never keep it over an allocation. */
  readonly HEAPU8: Uint8Array
  readonly memory: WebAssembly.Memory
  /** Throws where the 4 GiB of a wasm heap are used up. */
  readonly allocate: (bytes: number) => number
  readonly free: (address: number) => void
}

/** Finds and binds one kind of matrix kernel; fails with reason `Backend` and what to install. */
export type OpenGemm = (heap: Heap, threads: number) => Effect.Effect<Gemm, PolicyError>
