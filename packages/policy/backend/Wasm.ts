import type { PolicyError } from "@scaler/policy/Policy"
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm"
import "@tensorflow/tfjs-backend-wasm"
import * as tf from "@tensorflow/tfjs-core"
import { Effect } from "effect"
import type { Heap } from "./Gemm.ts"
import { select } from "./Select.ts"

/** What this needs of Emscripten's module object. */
interface EmscriptenModule {
  HEAPU8: Uint8Array
  readonly asm: { readonly memory: WebAssembly.Memory; readonly malloc: (bytes: number) => number }
  _malloc: (bytes: number) => number
  readonly _free: (address: number) => void
}

let heap: Heap | undefined

const takeHeap = (): Heap => {
  if (heap !== undefined) return heap
  const module = (tf.backend() as BackendWasm).wasm as unknown as EmscriptenModule
  // The export itself: Emscripten's `_malloc` puts itself back in its place when it is first called.
  const { malloc } = module.asm
  // A full heap makes malloc answer 0, and near 4 GiB its sums overflow and it answers a block that is too small;
  // tfjs would take either and write over other tensors.
  module._malloc = (bytes) => {
    const address = malloc(bytes)
    if (address === 0 || (address >>> 0) + bytes > module.HEAPU8.byteLength) {
      module._free(address)
      throw new RangeError(
        `The 4 GiB of the wasm heap do not hold ${bytes} bytes more: use smaller micro-batches or dispose tensors`
      )
    }
    return address
  }
  heap = {
    get HEAPU8() {
      return module.HEAPU8
    },
    memory: module.asm.memory,
    allocate: (bytes) => module._malloc(bytes) >>> 0,
    free: (address) => module._free(address)
  }
  return heap
}

/** Makes the wasm backend the current one and gives its heap; the backend is started once per process. */
export const startWasm: Effect.Effect<Heap, PolicyError> = Effect.suspend(() => {
  // Threads inside the module do not work under Bun, and would make sums depend on timing.
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false)
  return Effect.map(select("wasm"), takeHeap)
})
