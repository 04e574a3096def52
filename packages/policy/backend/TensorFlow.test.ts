import * as tf from "@tensorflow/tfjs-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test"
import { Effect } from "effect"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { policyContract } from "../contract.ts"
import manifest from "../package.json"
import * as TfjsPolicy from "../tfjs/TfjsPolicy.ts"
import { tiny } from "../tfjs/tiny.ts"
import { activate, type BackendName, probe } from "./Backend.ts"
import { names, remedies } from "./BackendName.ts"
import * as TensorFlow from "./TensorFlow.ts"
import * as StandIn from "./TensorFlowStandIn.ts"

const cpuBuild = { isGPUPackage: false, isUsingGpuDevice: false }
const gpuBuild = { isGPUPackage: true, isUsingGpuDevice: true }
const gpuBuildWithoutGpu = { isGPUPackage: true, isUsingGpuDevice: false }

const refusal = (effect: Effect.Effect<unknown, { readonly message: string; readonly reason: string }>) =>
  Effect.runPromise(Effect.flip(effect))

afterAll(() => Effect.runPromise(activate()))

test.each(["tensorflow", "tensorflow-gpu"] as const)("%s is added in the version of tfjs itself", (name) => {
  expect(manifest.peerDependencies[TensorFlow.packages[name]]).toBe(
    manifest.dependencies["@tensorflow/tfjs-core"]
  )
  if (process.platform === "linux") {
    expect(remedies[name]).toContain("scaler setup tensorflow")
  } else {
    expect(remedies[name]).toEndWith(
      `${TensorFlow.packages[name]}@${manifest.peerDependencies[TensorFlow.packages[name]]}`
    )
  }
})

const findings = await Effect.runPromise(probe)
/** TensorFlow itself, where it works. */
const native = findings.find(({ name, works }) => works && TensorFlow.isTensorFlow(name))?.name
/** Where its library is there, a stand-in would be in its way. */
const isHere = TensorFlow.lacks("tensorflow") === undefined ||
  TensorFlow.lacks("tensorflow-gpu") === undefined
if (isHere) test.skip("stand-ins for TensorFlow: its own library is here", () => {})
else test.skip(`TensorFlow itself: ${remedies.tensorflow} adds it`, () => {})

/** Other backends that work here. */
const others = findings.flatMap(({ name, works }): Array<BackendName> =>
  works && !TensorFlow.isTensorFlow(name) ? [name] : []
)

describe.skipIf(isHere)("a package that is not as it should be", () => {
  const folder = mkdtempSync(join(tmpdir(), "tensorflow-"))
  afterAll(() => rmSync(folder, { recursive: true }))

  /** How TensorFlow is refused where its package has these files. */
  const refused = async (files: Readonly<Record<string, string>>) => {
    const from = mkdtempSync(join(folder, "case-"))
    const root = join(from, "node_modules/@tensorflow/tfjs-node")
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true })
      writeFileSync(join(root, name), text)
    }
    return refusal(TensorFlow.start("tensorflow", 1, from))
  }
  const manifestFile = { "package.json": JSON.stringify({ main: "main.js" }) }

  test.each([
    ["is absent", {}, "@tensorflow/tfjs-node is not installed"],
    ["has no library", manifestFile, "@tensorflow/tfjs-node is installed without its native library"]
  ])("is refused with the command that adds it: it %s", async (_, files, reason) => {
    const error = await refused(files)
    expect(error).toMatchObject({ _tag: "PolicyError", reason: "Backend" })
    expect(error.message).toContain(reason)
    expect(error.message).toContain(remedies.tensorflow!)
  })

  test("is refused when its import throws, and leaves no kernels behind", async () => {
    const error = await refused({
      ...manifestFile,
      "lib/napi-v8/tfjs_binding.node": "",
      "main.js": `
        const tf = require(${JSON.stringify(Bun.resolveSync("@tensorflow/tfjs-core", import.meta.dir))})
        tf.registerKernel({ kernelName: "Exp", backendName: "tensorflow", kernelFunc: () => undefined })
        throw new Error("The Node.js native addon module (tfjs_binding.node) can not be found at path: x")`
    })
    expect(error).toMatchObject({ _tag: "PolicyError", reason: "Backend" })
    expect(error.message).toContain("can not be found at path: x")
    expect(error.message).toContain(remedies.tensorflow!)
    expect(tf.getKernelsForBackend("tensorflow")).toEqual([])
    expect(tf.findBackendFactory("tensorflow")).toBeNull()
  })
})

describe.skipIf(isHere)("a stand-in for TensorFlow", () => {
  afterEach(StandIn.remove)

  const works = async (): Promise<ReadonlyArray<BackendName>> =>
    (await Effect.runPromise(probe)).filter(({ works }) => works).map(({ name }) => name)

  test("with a GPU comes first, and nothing else is tried", async () => {
    StandIn.add(gpuBuild)
    const active = await Effect.runPromise(activate())
    expect(active).toMatchObject({
      name: "tensorflow-gpu",
      notes: [],
      kernel: "TensorFlow stand-in, CUDA"
    })
    expect(tf.getBackend()).toBe("tensorflow")
    expect(await works()).toEqual(names.filter((name) => name === "tensorflow-gpu" || others.includes(name)))
    expect((await refusal(activate({ name: "tensorflow" }))).message).toContain(
      "has loaded @tensorflow/tfjs-node-gpu"
    )
  })

  test("that finds no GPU says what it needs, and serves without one", async () => {
    StandIn.add(gpuBuildWithoutGpu)
    const active = await Effect.runPromise(activate())
    expect(others).toContain(active.name)
    expect(active.notes[0]).toContain("NVIDIA driver")
    expect(tf.getBackend()).not.toBe("tensorflow")
    expect((await Effect.runPromise(activate({ name: "tensorflow" }))).name).toBe("tensorflow")
  })

  test("without CUDA comes after OpenBLAS and before the kernel of ours", async () => {
    StandIn.add(cpuBuild)
    expect(await works()).toEqual(names.filter((name) => name === "tensorflow" || others.includes(name)))
    expect((await refusal(activate({ name: "tensorflow-gpu" }))).message).toContain(
      "has loaded @tensorflow/tfjs-node;"
    )
  })

  test("that computes wrongly is found by the check and not used", async () => {
    StandIn.add(gpuBuild)
    const { kernelFunc } = tf.getKernel(tf.Softmax, "tensorflow")
    tf.unregisterKernel(tf.Softmax, "tensorflow")
    tf.registerKernel({
      kernelName: tf.Softmax,
      backendName: "tensorflow",
      kernelFunc: (call) => {
        const out = kernelFunc(call) as tf.TensorInfo
        const values = call.backend as unknown as { readonly readSync: (id: object) => Float32Array }
        values.readSync(out.dataId)[1]! += 1e-3
        return out
      }
    })
    const message = "The tensorflow-gpu backend computes wrongly and is not used. softmax: element 1"
    expect((await refusal(activate({ name: "tensorflow-gpu" }))).message).toStartWith(message)
    const active = await Effect.runPromise(activate())
    expect(others).toContain(active.name)
    expect(active.notes[0]).toStartWith(message)
  })
})

describe.skipIf(isHere && native === undefined)("training without the wasm backend", () => {
  if (!isHere) {
    beforeAll(() => StandIn.add(cpuBuild))
    afterAll(StandIn.remove)
  }
  policyContract(
    native ?? "a stand-in for TensorFlow",
    TfjsPolicy.layer({ ...tiny, backend: native ?? "tensorflow" })
  )
})
