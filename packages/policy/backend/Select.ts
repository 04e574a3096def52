import { PolicyError } from "@scaler/policy/Policy"
import * as tf from "@tensorflow/tfjs-core"
import "@tensorflow/tfjs-core/dist/register_all_gradients"
import { Effect } from "effect"
import { messageOf } from "../messageOf.ts"

const hooks = ["uncaughtException", "unhandledRejection"] as const

const start = async (name: string): Promise<void> => {
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

/** Makes the backend that tfjs knows by this name the current one, and starts it where it has not been started. */
export const select = (name: "cpu" | "tensorflow" | "wasm" | "webgpu"): Effect.Effect<void, PolicyError> =>
  Effect.tryPromise({
    try: () => start(name),
    catch: (cause) => new PolicyError({ reason: "Backend", message: messageOf(cause) })
  })
