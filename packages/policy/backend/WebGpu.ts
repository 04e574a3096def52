/**
 * WebGPU: Dawn, which `bun-webgpu` ships, under tfjs's own backend. That backend looks for a browser's globals, which
 * are set when it is started and not before.
 */
import { PolicyError } from "@scaler/policy/Policy"
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu"
import * as tf from "@tensorflow/tfjs-core"
import { Effect } from "effect"
import { existsSync, globSync } from "node:fs"
import path from "node:path"
import { messageOf } from "../messageOf.ts"
import { remedies } from "./BackendName.ts"
import * as FusedWebGpu from "./FusedWebGpu.ts"
import { select } from "./Select.ts"

const tfjsName = "webgpu"

/** Whether the packages, which are optional, were installed, and Dawn for this machine. */
export const isInstalled = (): boolean => {
  try {
    Bun.resolveSync("@tensorflow/tfjs-backend-webgpu", import.meta.dir)
    const dawn = path.dirname(Bun.resolveSync("bun-webgpu", import.meta.dir))
    Bun.resolveSync(`bun-webgpu-${process.platform}-${process.arch}/package.json`, dawn)
    return true
  } catch {
    return false
  }
}

/**
 * Whether this machine shows a graphics card; off Linux that is assumed. Dawn itself costs some hundred milliseconds to
 * say so, and prints what drivers it misses.
 */
export const hasCard = (): boolean =>
  process.platform !== "linux" || existsSync("/dev/nvidia0") || globSync("/dev/dri/renderD*").length > 0

/** What Dawn tells of an adapter beside the standard, and its numbers for "no driver" and "a processor". */
interface AdapterInfo extends GPUAdapterInfo {
  readonly backendType: number
  readonly adapterType: number
}
const nullBackend = 1
const processorType = 3

/** An adapter that was found, and how it becomes tfjs's backend. */
interface Found {
  readonly info: AdapterInfo
  readonly register: () => Promise<void>
}

/** What this needs of tfjs's store of buffers. */
interface BufferStore {
  numBytesAllocated: number
  readonly numBytesUsed: number
  numFreeBuffers: number
  readonly freeBuffers: ReadonlyMap<string, Array<GPUBuffer>>
}

/** Bytes of buffers without a tensor that are kept for the next of their size. */
const mostIdle = 2 ** 29

/** tfjs keeps all of them for ever, and responses that grow make ever new sizes. */
const freeIdle = (store: BufferStore): void => {
  if (store.numBytesAllocated - store.numBytesUsed <= mostIdle) return
  for (const buffers of store.freeBuffers.values()) {
    for (const buffer of buffers.splice(0)) {
      buffer.destroy()
      store.numBytesAllocated -= buffer.size
      store.numFreeBuffers--
    }
  }
}

/** tfjs's kernel binds all tensors of a sum at once, and a shader has room for so many with their sum. */
const addInParts = (stock: tf.KernelFunc, room: number): tf.KernelFunc => (call) => {
  const backend = call.backend as WebGPUBackend
  const sum = (tensors: ReadonlyArray<tf.TensorInfo>): tf.TensorInfo => {
    const some = tensors.slice(0, room - 1)
    const part = stock({ ...call, inputs: some as unknown as tf.NamedTensorInfoMap }) as tf.TensorInfo
    if (some.length === tensors.length) return part
    const all = sum([part, ...tensors.slice(some.length)])
    backend.disposeData(part.dataId)
    return all
  }
  return sum(call.inputs as unknown as ReadonlyArray<tf.TensorInfo>)
}

const register = async (
  gpu: GPU,
  adapter: GPUAdapter,
  constructors: Readonly<Record<string, unknown>>
): Promise<void> => {
  // It registers itself where it finds `navigator.gpu`, and then asks for features in a form that bun-webgpu refuses.
  const { WebGPUBackend } = await import("@tensorflow/tfjs-backend-webgpu")
  // All of the adapter's limits: of those that are left out, bun-webgpu asks for more than the adapter has.
  const limits = adapter.limits as unknown as Record<string, number>
  const device = await adapter.requestDevice({ requiredLimits: limits })
  const buffer = device.createBuffer({ size: 4, usage: 8 })
  buffer.destroy()
  Object.assign(globalThis, constructors, { GPUBuffer: buffer.constructor, GPUTexture: class {} })
  Object.defineProperty(navigator, "gpu", { value: gpu, configurable: true })
  // Else small tensors that were read once would be computed on the processor from then on.
  tf.env().set("WEBGPU_CPU_FORWARD", false)
  const { kernelFunc } = tf.getKernel(tf.AddN, tfjsName)
  tf.unregisterKernel(tf.AddN, tfjsName)
  tf.registerKernel({
    kernelName: tf.AddN,
    backendName: tfjsName,
    kernelFunc: addInParts(kernelFunc, device.limits.maxStorageBuffersPerShaderStage)
  })
  FusedWebGpu.install(tfjsName)
  let failure: string | undefined
  device.onuncapturederror = ({ error }) => {
    failure ??= error.message
  }
  tf.registerBackend(tfjsName, () => {
    const backend = new WebGPUBackend(device, adapter.info)
    const read = backend.read.bind(backend)
    // Nobody else hears of a failure, and what is computed after one may mean nothing.
    backend.read = async (dataId) => {
      const values = await read(dataId)
      const message = failure
      failure = undefined
      if (message !== undefined) throw new Error(`WebGPU failed: ${message}`)
      freeIdle(backend.bufferManager as unknown as BufferStore)
      return values
    }
    return backend
  })
}

const find = async (): Promise<Found> => {
  const { createGPUInstance, globalConstructors } = await import("bun-webgpu")
  const gpu = createGPUInstance() as unknown as GPU
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" })
  const info = adapter?.info as AdapterInfo | undefined
  if (adapter === null || info === undefined || info.backendType === nullBackend) {
    throw new Error(
      "Dawn finds no adapter: the card's Vulkan driver must be installed, with libvulkan1 on Debian"
    )
  }
  return { info, register: () => register(gpu, adapter, globalConstructors) }
}

let found: Found | undefined

const failed = (cause: unknown) =>
  new PolicyError({
    reason: "Backend",
    message: `WebGPU could not be started (${messageOf(cause)})${
      isInstalled() ? "" : `. Add it: ${remedies.webgpu}`
    }`
  })

/**
 * Makes WebGPU the current backend; its device is opened once per process. A driver that computes on the processor is
 * refused unless `software` allows it. Fails with reason `Backend`.
 */
export const start = (
  { software }: { readonly software: boolean }
): Effect.Effect<{ readonly kernel: string; readonly isSoftware: boolean }, PolicyError> =>
  Effect.gen(function*() {
    found ??= yield* Effect.tryPromise({ try: find, catch: failed })
    const { info, register } = found
    const isSoftware = info.adapterType === processorType
    if (isSoftware && !software) {
      return yield* new PolicyError({
        reason: "Backend",
        message:
          `WebGPU finds no graphics card here, only ${info.description}, which computes on the processor `
          + `far slower than the other backends: it is used where it is named, and only for tests`
      })
    }
    if (tf.findBackendFactory(tfjsName) === null) {
      yield* Effect.tryPromise({ try: register, catch: failed })
    }
    yield* select(tfjsName)
    return { kernel: `WebGPU, ${info.device}, ${info.description}`, isSoftware }
  })
