import { PolicyError } from "@scaler/policy/Policy"
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm"
import "@tensorflow/tfjs-backend-cpu"
import "@tensorflow/tfjs-backend-wasm"
import * as tf from "@tensorflow/tfjs-core"
import "@tensorflow/tfjs-core/dist/register_all_gradients"
import { Effect } from "effect"
import type { Heap } from "./Gemm.ts"

/** What this needs of Emscripten's module object. */
interface EmscriptenModule {
  HEAPU8: Uint8Array
  readonly asm: { readonly memory: WebAssembly.Memory; readonly malloc: (bytes: number) => number }
  _malloc: (bytes: number) => number
  readonly _free: (address: number) => void
}

const hooks = ["uncaughtException", "unhandledRejection"] as const

const select = async (name: "wasm" | "cpu"): Promise<void> => {
  // Emscripten adds listeners that rethrow from elsewhere and so hide where an error came from.
  const before = hooks.map((hook) => new Set(process.listeners(hook as "uncaughtException")))
  const ready = await tf.setBackend(name)
  hooks.forEach((hook, i) => {
    for (const listener of process.listeners(hook as "uncaughtException")) {
      if (!before[i]!.has(listener)) process.removeListener(hook, listener)
    }
  })
  if (!ready) throw new Error(`tfjs could not start its ${name} backend`)
}

const failure = (cause: unknown): PolicyError =>
  new PolicyError({ reason: "Backend", message: cause instanceof Error ? cause.message : String(cause) })

let heap: Heap | undefined

const start = async (): Promise<Heap> => {
  // Threads inside the module do not work under Bun, and would make sums depend on timing.
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false)
  await select("wasm")
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
export const startWasm: Effect.Effect<Heap, PolicyError> = Effect.tryPromise({ try: start, catch: failure })

/** Makes the plain JavaScript backend the current one. */
export const startCpu: Effect.Effect<void, PolicyError> = Effect.tryPromise({
  try: async () => {
    await select("cpu")
    // The first tensor of this backend prints a banner that advertises another one, unless in tests.
    const isTest = tf.env().getBool("IS_TEST")
    tf.env().set("IS_TEST", true)
    tf.dispose(tf.scalar(0))
    tf.env().set("IS_TEST", isTest)
  },
  catch: failure
})
