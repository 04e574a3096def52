import * as tf from "@tensorflow/tfjs-core"
import { afterAll, expect, test } from "bun:test"
import { Effect } from "effect"
import { activate, type BackendName, names, probe } from "./Backend.ts"
import { advice } from "./BackendName.ts"
import { isTensorFlow, lacks } from "./TensorFlow.ts"
import { startWasm } from "./Wasm.ts"

afterAll(() => Effect.runPromise(activate()))

const refusal = (options: Parameters<typeof activate>[0]) => Effect.runPromise(Effect.flip(activate(options)))

test("without a name the first backend that works is taken, and the others' reasons are kept", async () => {
  const findings = await Effect.runPromise(probe)
  const active = await Effect.runPromise(activate())
  const works = findings.findIndex((finding) => finding.works)
  expect(active.name).toBe(findings[works]!.name)
  // What was never added is no refusal.
  const there = findings.slice(0, works).filter(({ name }) =>
    !isTensorFlow(name) || lacks(name) === undefined
  )
  expect(active.notes).toEqual(there.map(({ detail }) => detail))
  expect(active.kernel).not.toBe("")
  expect(tf.getBackend()).toBe(isTensorFlow(active.name) ? "tensorflow" : "wasm")
})

test("every machine has the wasm backend, and what is missing comes with a command", async () => {
  const findings = await Effect.runPromise(probe)
  expect(findings.map(({ name }) => name)).toEqual(names.filter((name) => name !== "cpu"))
  expect(findings.find(({ name }) => name === "wasm")?.works).toBeTrue()
  for (const { detail, name, remedy, works } of findings) {
    expect(detail).not.toBe("")
    // No command adds a graphics card.
    const isThere = works || (isTensorFlow(name) ? lacks(name) === undefined : name === "webgpu")
    expect(remedy === undefined).toBe(isThere)
  }
})

test("threads are what was asked for", async () => {
  for (const { name, works } of await Effect.runPromise(probe)) {
    // TensorFlow takes its threads when it is loaded.
    if (!works || isTensorFlow(name)) continue
    for (const threads of [1, 2]) {
      const active = await Effect.runPromise(activate({ name, threads }))
      expect(active.threads).toBe(name === "wasm" || name === "webgpu" ? 1 : threads)
    }
  }
})

test("unknown names and impossible threads are refused with what exists", async () => {
  expect((await refusal({ name: "cuda" as BackendName })).message).toContain(names.join(", "))
  for (const threads of [0, -1, 1.5, Number.NaN]) {
    expect((await refusal({ threads })).message).toContain("whole number")
  }
})

test(
  "no listener of Emscripten's stays to hide where an error came from, and no global of WebGPU's",
  async () => {
    const script = `import { Effect } from "effect"
    import { activate } from "./Backend.ts"
    await Effect.runPromise(activate({ name: "wasm" }))
    console.log(
      process.listenerCount("uncaughtException") + process.listenerCount("unhandledRejection"),
      Object.getOwnPropertyNames(globalThis).filter((name) => name.startsWith("GPU")).length,
      "gpu" in navigator
    )`
    const child = Bun.spawn([process.execPath, "-e", script], { cwd: import.meta.dir, stderr: "pipe" })
    expect((await new Response(child.stdout).text()).trim()).toBe("0 0 false")
    // Nor does tfjs advertise another backend.
    expect(await new Response(child.stderr).text()).toBe("")
  },
  20_000
)

test("a full heap is an error, not a write over other tensors", async () => {
  await Effect.runPromise(activate({ name: "wasm" }))
  const untouched = tf.tensor1d([1, 2, 3])
  const heap = await Effect.runPromise(startWasm)
  const size = heap.HEAPU8.byteLength
  expect(() => heap.allocate(2 ** 32 - 2 ** 16)).toThrow("4 GiB")
  tf.tidy(() => {
    const [rows, columns] = [tf.zeros([2 ** 16, 1]), tf.zeros([1, 2 ** 14])]
    expect(() => tf.matMul(rows, columns)).toThrow("4 GiB")
  })
  expect(heap.HEAPU8.byteLength).toBe(size)
  expect([...untouched.dataSync()]).toEqual([1, 2, 3])
  untouched.dispose()
})

test("clones share memory, and each is disposed on its own", async () => {
  await Effect.runPromise(activate({ name: "wasm" }))
  const before = tf.memory().numTensors
  const x = tf.tensor1d([1, 2, 3])
  const clone = tf.clone(x)
  x.dispose()
  const other = tf.tensor1d([7, 8, 9])
  expect([...clone.dataSync()]).toEqual([1, 2, 3])
  clone.dispose()
  other.dispose()
  expect(tf.memory().numTensors).toBe(before)
})

test("advice names a command only where a faster backend exists", () => {
  expect(advice("onnxruntime")).toBeUndefined()
  expect(advice("openblas")).toBeUndefined()
  expect(advice("wasm")).toContain("bun install")
})
