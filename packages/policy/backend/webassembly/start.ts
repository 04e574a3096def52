import { PolicyError } from "@scaler/policy/Policy"
import { Effect } from "effect"
import { messageOf } from "../../messageOf.ts"
import type { Heap } from "../Gemm.ts"

/** Starts a compiled module of this folder on the tensor heap, and gives its functions. */
export const start = <Exports>(base64: string, heap: Heap): Effect.Effect<Exports, PolicyError> =>
  Effect.tryPromise({
    try: async () => {
      const code = Buffer.from(base64, "base64")
      const { instance } = await WebAssembly.instantiate(code, { env: { memory: heap.memory } })
      return instance.exports as unknown as Exports
    },
    catch: (cause) =>
      new PolicyError({
        reason: "Backend",
        message: `The WebAssembly kernel could not be started (${
          messageOf(cause)
        }). This runtime seems to lack WebAssembly SIMD: use Bun 1.4.5 or later.`
      })
  })
