import { PolicyError } from "@scaler/policy/Policy"
import { Effect, Either } from "effect"
import os from "node:os"
import { type BackendName, names, onlyByName, remedies, speeds } from "./BackendName.ts"
import { check } from "./Check.ts"
import { startCpu } from "./Cpu.ts"
import * as FusedWasm from "./FusedWasm.ts"
import type { Gemm, OpenGemm } from "./Gemm.ts"
import * as Kernels from "./Kernels.ts"
import * as MatMul from "./MatMul.ts"
import * as OnnxRuntime from "./OnnxRuntime.ts"
import * as OpenBlas from "./OpenBlas.ts"
import * as TensorFlow from "./TensorFlow.ts"
import { startWasm } from "./Wasm.ts"
import * as WasmKernel from "./WasmKernel.ts"
import * as WebGpu from "./WebGpu.ts"

export { type BackendName, names } from "./BackendName.ts"

/** What computes from now on; recorded with a run, since bit-equal results are promised for equal values only. */
export interface ActiveBackend {
  readonly name: BackendName
  readonly threads: number
  /** Library, version and processor or core type of the matrix kernel. */
  readonly kernel: string
  /** Why better backends that are there are not used, and why this one is slow. */
  readonly notes: ReadonlyArray<string>
}

/** What `doctor` says of a backend. */
export interface Finding {
  readonly name: BackendName
  readonly works: boolean
  /** The kernel and its speed, or why it does not work. */
  readonly detail: string
  /** The one command that adds it; none where it is there and something else is amiss. */
  readonly remedy?: string | undefined
}

interface Kernel {
  readonly open: OpenGemm
  /** Threads where none are asked for. OpenBLAS's spin while they wait: two are slower than one on busy cores. */
  readonly defaultThreads: number
}

const kernels: Readonly<Record<Exclude<BackendName, "cpu" | "webgpu" | TensorFlow.TensorFlowName>, Kernel>> =
  {
    onnxruntime: { open: OnnxRuntime.open, defaultThreads: Math.min(2, os.availableParallelism()) },
    openblas: { open: OpenBlas.open, defaultThreads: 1 },
    wasm: { open: WasmKernel.open, defaultThreads: 1 }
  }

let opened: Gemm | undefined

/** Software that stands in for a graphics card serves only where it was asked for. */
const activateOne = (
  name: BackendName,
  { software, threads }: { readonly software: boolean; readonly threads?: number | undefined }
): Effect.Effect<ActiveBackend, PolicyError> =>
  Effect.gen(function*() {
    if (name === "cpu") {
      yield* startCpu
      return { name, threads: 1, kernel: "JavaScript", notes: [] }
    }
    if (TensorFlow.isTensorFlow(name)) {
      return { name, ...yield* check(name, TensorFlow.start(name, threads)), notes: [] }
    }
    if (name === "webgpu") {
      const { isSoftware, kernel } = yield* check(name, WebGpu.start({ software }))
      const notes = isSoftware ? [`${kernel} computes on the processor, slowly: it is for tests`] : []
      return { name, threads: 1, kernel, notes }
    }
    const heap = yield* startWasm
    const { defaultThreads, open } = kernels[name]
    MatMul.uninstall()
    opened?.close()
    opened = undefined
    const gemm = yield* open(heap, threads ?? defaultThreads)
    opened = gemm
    Kernels.install(yield* FusedWasm.install(heap))
    MatMul.install(gemm)
    yield* check(name, startWasm)
    return { name, threads: gemm.threads, kernel: gemm.kernel, notes: [] }
  })

/** Whether the packages are there that a command adds; where they are not, nothing is amiss. */
const isAdded = (name: BackendName): boolean =>
  TensorFlow.isTensorFlow(name)
    ? TensorFlow.lacks(name) === undefined
    : name !== "webgpu" || WebGpu.isInstalled()

const isCandidate = (name: BackendName): boolean => !onlyByName.has(name) && isAdded(name)

/**
 * Makes a tensor backend the current one of this process: the named one, else the first of `names` that works, each
 * compared with plain JavaScript before it is used. tfjs holds one current backend and one set of kernels per
 * process, so this replaces whatever was active; no tensor operation may run meanwhile. `threads` ≥ 1 are those of
 * the matrix kernel; `wasm`, `cpu` and `webgpu` have one, and TensorFlow keeps those that it was loaded with.
 *
 * Resident memory grows by gigabytes where freed tensors are not collected: call `Bun.gc(true)` every few steps.
 *
 * Fails with reason `Backend` and a message that says what was tried and what to install.
 */
export const activate = (
  options: { readonly name?: BackendName; readonly threads?: number } = {}
): Effect.Effect<ActiveBackend, PolicyError> =>
  Effect.gen(function*() {
    const { name, threads } = options
    if (name !== undefined && !names.includes(name)) {
      return yield* new PolicyError({
        reason: "Backend",
        message: `There is no tensor backend "${name}"; there are ${names.join(", ")}`
      })
    }
    if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1)) {
      return yield* new PolicyError({
        reason: "Backend",
        message: `The matrix kernel's threads must be a whole number from 1 on, not ${threads}`
      })
    }
    if (name !== undefined) return yield* activateOne(name, { software: true, threads })
    const refusals: Array<string> = []
    for (const candidate of names.filter(isCandidate)) {
      const attempt = yield* Effect.either(activateOne(candidate, { software: false, threads }))
      if (Either.isRight(attempt)) return { ...attempt.right, notes: refusals }
      refusals.push(attempt.left.message)
    }
    return yield* new PolicyError({
      reason: "Backend",
      message: `No tensor backend works. ${refusals.join(" ")}`
    })
  })

const tryOut = (name: BackendName): Effect.Effect<ActiveBackend, PolicyError> =>
  name === "webgpu" && isAdded(name) && !WebGpu.hasCard()
    ? Effect.fail(new PolicyError({ reason: "Backend", message: "this machine shows no graphics card" }))
    : activateOne(name, { software: false })

/** Tries each backend but `cpu`, in order of preference; the last that works stays the current one. */
export const probe: Effect.Effect<ReadonlyArray<Finding>> = Effect.forEach(
  names.filter((name) => name !== "cpu"),
  (name) =>
    Effect.map(Effect.either(tryOut(name)), (attempt): Finding =>
      Either.match(attempt, {
        onLeft: ({ message }) => ({
          name,
          works: false,
          // The command stands beside it, as the remedy.
          detail: message.replace(`. Add it: ${remedies[name]}`, ""),
          remedy: name in kernels || !isAdded(name) ? remedies[name] : undefined
        }),
        onRight: ({ kernel, threads }) => ({
          name,
          works: true,
          detail: `${speeds[name]}; ${kernel}, ${threads} thread${threads === 1 ? "" : "s"}`
        })
      }))
)
