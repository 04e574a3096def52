/**
 * TensorFlow's own library, through the package of tfjs that binds it: one with CUDA and one without. Neither is a
 * dependency; `remedies` adds one by hand.
 */
import { PolicyError } from "@scaler/policy/Policy"
import * as tf from "@tensorflow/tfjs-core"
import { dlopen } from "bun:ffi"
import { Effect } from "effect"
import { existsSync, globSync } from "node:fs"
import os from "node:os"
import path from "node:path"
import { messageOf } from "../messageOf.ts"
import { type BackendName, remedies } from "./BackendName.ts"
import { cString } from "./Native.ts"
import { select } from "./Select.ts"

/** The backends that a package of TensorFlow's computes, and that package. */
export const packages = {
  "tensorflow-gpu": "@tensorflow/tfjs-node-gpu",
  tensorflow: "@tensorflow/tfjs-node"
} as const satisfies Partial<Record<BackendName, string>>

export type TensorFlowName = keyof typeof packages

export const isTensorFlow = (name: BackendName): name is TensorFlowName => name in packages

/** Without these the package with CUDA computes on the processor. */
const gpuNeeds = "an NVIDIA driver that knows CUDA 12"

/** Both packages register with tfjs under this name, so a process holds one of them. */
const tfjsName = "tensorflow"

/** What this needs of the backend that the packages register. */
interface TensorFlowBackend {
  readonly binding: { readonly TF_Version: string }
  readonly isGPUPackage: boolean
  readonly isUsingGpuDevice: boolean
}

/**
 * What is missing before the package of a backend can be imported, looked up from a folder; nothing where all is
 * there or already loaded. An import that fails takes half a second, 30 MB, and leaves kernels behind.
 */
export const lacks = (name: TensorFlowName, from = import.meta.dir): string | undefined => {
  if (tf.findBackendFactory(tfjsName) !== null) return undefined
  let root: string
  try {
    root = path.dirname(Bun.resolveSync(`${packages[name]}/package.json`, from))
  } catch {
    return `${packages[name]} is not installed`
  }
  // A link that leads nowhere is a library that was deleted.
  return globSync("lib/napi-v*/tfjs_binding.node", { cwd: root }).some((file) =>
      existsSync(path.join(root, file))
    )
    ? undefined
    : `${packages[name]} is installed without its native library`
}

/** TensorFlow reads the C library's environment; what is assigned to `process.env` does not reach it under Bun. */
const setEnvironment = (variables: Readonly<Record<string, string>>): void => {
  const libc = dlopen(process.platform === "darwin" ? "libSystem.B.dylib" : "libc.so.6", {
    setenv: { args: ["ptr", "ptr", "i32"], returns: "i32" }
  })
  for (const [name, value] of Object.entries(variables)) {
    libc.symbols.setenv(cString(name), cString(value), 1)
  }
}

/** Threads that the library was loaded with: it takes them once. */
let loadedThreads = os.availableParallelism()

const importPackage = async (
  name: TensorFlowName,
  threads: number | undefined,
  from: string
): Promise<void> => {
  const missing = lacks(name, from)
  if (missing !== undefined) throw new Error(missing)
  loadedThreads = threads ?? loadedThreads
  setEnvironment({
    TF_CPP_MIN_LOG_LEVEL: process.env["TF_CPP_MIN_LOG_LEVEL"] ?? "2",
    TF_DETERMINISTIC_OPS: "1",
    TF_NUM_INTRAOP_THREADS: String(loadedThreads)
  })
  try {
    await import(Bun.resolveSync(packages[name], from))
  } catch (cause) {
    // Kernels are registered before the library is looked for; the other package would warn of each.
    for (const { kernelName } of tf.getKernelsForBackend(tfjsName)) tf.unregisterKernel(kernelName, tfjsName)
    throw cause
  }
}

const load = async (
  name: TensorFlowName,
  threads: number | undefined,
  from: string
): Promise<TensorFlowBackend> => {
  if (tf.findBackendFactory(tfjsName) === null) await importPackage(name, threads, from)
  const backend = tf.findBackend(tfjsName)
  if (backend === null) throw new Error("its backend does not start")
  return backend as unknown as TensorFlowBackend
}

/** Why the library that is loaded does not serve as this backend. */
const mismatch = (name: TensorFlowName, { isGPUPackage, isUsingGpuDevice }: TensorFlowBackend) => {
  if (isUsingGpuDevice === (name === "tensorflow-gpu")) return undefined
  return isGPUPackage && !isUsingGpuDevice
    ? `TensorFlow found no GPU that it can use: it needs ${gpuNeeds} (TF_CPP_MIN_LOG_LEVEL=0 shows what it tried)`
    : `This process has loaded ${packages[isGPUPackage ? "tensorflow-gpu" : "tensorflow"]}; it cannot load ` +
      `${packages[name]} too. Name the backend when the process starts`
}

/**
 * Loads TensorFlow once per process and makes its backend the current one; `threads`, all cores unless given, count
 * when it is loaded. The package is looked up from a folder. Fails with reason `Backend` where the package or its
 * library is missing, the other package is loaded already, or there is no GPU for the backend that needs one.
 */
export const start = (
  name: TensorFlowName,
  threads?: number,
  from = import.meta.dir
): Effect.Effect<{ readonly kernel: string; readonly threads: number }, PolicyError> =>
  Effect.gen(function*() {
    const backend = yield* Effect.tryPromise({
      try: () => load(name, threads, from),
      catch: (cause) =>
        new PolicyError({
          reason: "Backend",
          message: `TensorFlow${
            name === "tensorflow-gpu" ? `, which needs ${gpuNeeds},` : ""
          } could not be loaded (${messageOf(cause)}). Add it: ${remedies[name]}`
        })
    })
    const message = mismatch(name, backend)
    if (message !== undefined) return yield* new PolicyError({ reason: "Backend", message })
    yield* select(tfjsName)
    const processor = backend.isUsingGpuDevice ? "CUDA" : os.cpus()[0]?.model.trim() ?? process.arch
    return { kernel: `TensorFlow ${backend.binding.TF_Version}, ${processor}`, threads: loadedThreads }
  })
