/** For tests that read tensors where they stand, which a graphics card does not allow. */
import type { PolicyError } from "@scaler/policy/Policy"
import { Effect } from "effect"
import { activate, type ActiveBackend, names } from "./Backend.ts"

/** The first backend but WebGPU that works here, with one thread. */
export const activateReadable: Effect.Effect<ActiveBackend, PolicyError> = Effect.firstSuccessOf(
  names.filter((name) => name !== "webgpu").map((name) => activate({ name, threads: 1 }))
)
