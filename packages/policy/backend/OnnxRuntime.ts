import { PolicyError } from "@scaler/policy/Policy"
import { dlopen, linkSymbols, type Pointer, ptr } from "bun:ffi"
import { Effect } from "effect"
import { readdirSync } from "node:fs"
import os from "node:os"
import path from "node:path"
import { messageOf } from "../messageOf.ts"
import { remedies } from "./BackendName.ts"
import type { Gemm, Heap } from "./Gemm.ts"
import * as Native from "./Native.ts"
import * as OnnxModel from "./OnnxModel.ts"

/** The oldest C interface that has all that is used here; newer libraries keep offering it. */
const apiVersion = 13

const packageName = "onnxruntime-node"

const libraryPath = (): string => {
  const root = path.dirname(Bun.resolveSync(`${packageName}/package.json`, import.meta.dir))
  const bin = path.join(root, "bin")
  for (const napi of readdirSync(bin)) {
    const folder = path.join(bin, napi, process.platform, process.arch)
    const file = readdirSync(folder).find((name) => /^(lib)?onnxruntime\.(so|dll|[\d.]*dylib)/.test(name))
    if (file !== undefined) return path.join(folder, file)
  }
  throw new Error(`${packageName} has no library for ${process.platform}-${process.arch}`)
}

/** The functions used, at their places in the `OrtApi` table, whose order never changes. */
const bind = (file: string) => {
  const library = dlopen(file, { OrtGetApiBase: { args: [], returns: "ptr" } })
  const base = Native.pointer(library.symbols.OrtGetApiBase())
  const versions = linkSymbols({
    GetApi: { ptr: Native.entry(base, 0), args: ["u32"], returns: "ptr" },
    GetVersionString: { ptr: Native.entry(base, 1), args: [], returns: "ptr" }
  }).symbols
  const version = Native.text(versions.GetVersionString())
  const api = Native.pointer(versions.GetApi(apiVersion))
  const { symbols } = linkSymbols({
    GetErrorMessage: { ptr: Native.entry(api, 2), args: ["ptr"], returns: "ptr" },
    CreateSessionFromArray: {
      ptr: Native.entry(api, 8),
      args: ["ptr", "ptr", "usize", "ptr", "ptr"],
      returns: "ptr"
    },
    Run: {
      ptr: Native.entry(api, 9),
      args: ["ptr", "ptr", "ptr", "ptr", "usize", "ptr", "usize", "ptr"],
      returns: "ptr"
    },
    CreateSessionOptions: { ptr: Native.entry(api, 10), args: ["ptr"], returns: "ptr" },
    CreateTensorWithDataAsOrtValue: {
      ptr: Native.entry(api, 49),
      args: ["ptr", "ptr", "usize", "ptr", "usize", "i32", "ptr"],
      returns: "ptr"
    },
    CreateCpuMemoryInfo: { ptr: Native.entry(api, 69), args: ["i32", "i32", "ptr"], returns: "ptr" },
    ReleaseEnv: { ptr: Native.entry(api, 92), args: ["ptr"], returns: "void" },
    ReleaseStatus: { ptr: Native.entry(api, 93), args: ["ptr"], returns: "void" },
    ReleaseMemoryInfo: { ptr: Native.entry(api, 94), args: ["ptr"], returns: "void" },
    ReleaseSession: { ptr: Native.entry(api, 95), args: ["ptr"], returns: "void" },
    ReleaseValue: { ptr: Native.entry(api, 96), args: ["ptr"], returns: "void" },
    ReleaseSessionOptions: { ptr: Native.entry(api, 100), args: ["ptr"], returns: "void" },
    CreateEnvWithGlobalThreadPools: {
      ptr: Native.entry(api, 119),
      args: ["i32", "ptr", "ptr", "ptr"],
      returns: "ptr"
    },
    DisablePerSessionThreads: { ptr: Native.entry(api, 120), args: ["ptr"], returns: "ptr" },
    CreateThreadingOptions: { ptr: Native.entry(api, 121), args: ["ptr"], returns: "ptr" },
    ReleaseThreadingOptions: { ptr: Native.entry(api, 122), args: ["ptr"], returns: "void" },
    SetGlobalIntraOpNumThreads: { ptr: Native.entry(api, 147), args: ["ptr", "i32"], returns: "ptr" },
    SetGlobalSpinControl: { ptr: Native.entry(api, 149), args: ["ptr", "i32"], returns: "ptr" }
  })
  return { ort: symbols, version }
}

const words = (count: number) => new BigUint64Array(count)

const errorsOnly = 3
const cpuAllocator = 0
const defaultMemory = 0
const float32 = 1

const openRuntime = (heap: Heap, threads: number): Gemm => {
  const { ort, version } = bind(libraryPath())
  const check = (status: Native.Returned) => {
    if (status === null) return
    const reason = Native.text(ort.GetErrorMessage(Native.pointer(status)))
    ort.ReleaseStatus(Native.pointer(status))
    throw new Error(`ONNX Runtime: ${reason}`)
  }
  // Memory that native code knows only by address must stay reachable from here until `close`.
  const pinned: Array<BigUint64Array | Uint8Array> = []
  const pin = (memory: BigUint64Array | Uint8Array): Pointer => {
    pinned.push(memory)
    return ptr(memory)
  }
  const result = words(1)
  const resultAt = pin(result)
  const create = (make: (out: Pointer) => Native.Returned): Pointer => {
    check(make(resultAt))
    return Native.pointer(result[0]!)
  }

  const threading = create((out) => ort.CreateThreadingOptions(out))
  check(ort.SetGlobalIntraOpNumThreads(threading, threads))
  // Waiting threads that spin would take the cores from the sandboxes and the controlling process.
  check(ort.SetGlobalSpinControl(threading, 0))
  const env = create((out) =>
    ort.CreateEnvWithGlobalThreadPools(errorsOnly, pin(Native.cString("scaler")), threading, out)
  )
  ort.ReleaseThreadingOptions(threading)
  const options = create((out) => ort.CreateSessionOptions(out))
  check(ort.DisablePerSessionThreads(options))
  const memory = create((out) => ort.CreateCpuMemoryInfo(cpuAllocator, defaultMemory, out))
  // One session for each way of transposing, at index 2·transposeA + transposeB.
  const sessions = [0, 1, 2, 3].map((way) => {
    const model = OnnxModel.matMul((way & 2) !== 0, (way & 1) !== 0)
    return create((out) => ort.CreateSessionFromArray(env, pin(model), model.length, options, out))
  })
  ort.ReleaseSessionOptions(options)

  const namesAt = pin(
    BigUint64Array.from(Object.values(OnnxModel.names), (name) => BigInt(pin(Native.cString(name))))
  )
  const values = words(3)
  const valuesAt = pin(values)
  const shape = words(3)
  const shapeAt = pin(shape)
  const second = (address: Pointer) => (address + 16) as Pointer

  const tensor = (index: number, address: number, batch: number, rows: number, columns: number): Pointer => {
    shape[0] = BigInt(batch)
    shape[1] = BigInt(rows)
    shape[2] = BigInt(columns)
    check(ort.CreateTensorWithDataAsOrtValue(
      memory,
      address as Pointer,
      batch * rows * columns * 4,
      shapeAt,
      3,
      float32,
      resultAt
    ))
    values[index] = result[0]!
    return Native.pointer(result[0]!)
  }

  let buffer: ArrayBufferLike | undefined
  let base = 0
  return {
    threads,
    kernel: `ONNX Runtime ${version} MLAS, ${os.cpus()[0]?.model.trim() ?? process.arch}`,
    multiply: ({ transposeA, transposeB, m, n, k, count, a, sharedA, b, sharedB, c }) => {
      if (heap.HEAPU8.buffer !== buffer) {
        buffer = heap.HEAPU8.buffer
        base = ptr(heap.HEAPU8)
      }
      const tensors = [
        tensor(0, base + a, sharedA ? 1 : count, transposeA ? k : m, transposeA ? m : k),
        tensor(1, base + b, sharedB ? 1 : count, transposeB ? n : k, transposeB ? k : n),
        tensor(2, base + c, count, m, n)
      ]
      const session = sessions[(transposeA ? 2 : 0) + (transposeB ? 1 : 0)]!
      try {
        check(ort.Run(session, null, namesAt, valuesAt, 2, second(namesAt), 1, second(valuesAt)))
      } finally {
        for (const value of tensors) ort.ReleaseValue(value)
      }
    },
    close: () => {
      for (const session of sessions) ort.ReleaseSession(session)
      ort.ReleaseMemoryInfo(memory)
      ort.ReleaseEnv(env)
      pinned.length = 0
    }
  }
}

/**
 * MLAS, the matrix kernels of ONNX Runtime, on the tensor heap without copies: the library inside the npm package
 * `onnxruntime-node` runs models of one node on tensors laid over the heap. Needs nothing outside `node_modules`.
 */
export const open = (heap: Heap, threads: number): Effect.Effect<Gemm, PolicyError> =>
  Effect.try({
    try: () => openRuntime(heap, threads),
    catch: (cause) =>
      new PolicyError({
        reason: "Backend",
        message: `ONNX Runtime could not be loaded (${messageOf(cause)}). ` +
          `Add it: ${remedies.onnxruntime}`
      })
  })
