import { afterAll, describe, expect, test } from "bun:test"
import { Effect } from "effect"
import { createHash } from "node:crypto"
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as SafetensorsFile from "./SafetensorsFile.ts"

const directory = mkdtempSync(join(tmpdir(), "safetensors-"))
afterAll(() => rmSync(directory, { recursive: true }))

/** Values that every format holds. */
const tensors: ReadonlyArray<SafetensorsFile.NewTensor> = [
  { name: "norm", format: "F32", shape: [3], read: Effect.succeed(Float32Array.of(1, -2.5, 1e-30)) },
  { name: "embedding", format: "BF16", shape: [2, 2], read: Effect.succeed(Float32Array.of(0, 1, -2.5, 3)) },
  {
    name: "head",
    format: "F16",
    shape: [1, 3],
    read: Effect.succeed(Float32Array.of(0.125, -65_504, 2 ** -24))
  },
  { name: "empty", format: "F32", shape: [0, 4], read: Effect.succeed(new Float32Array(0)) }
]

const write = (name: string, list = tensors) =>
  Effect.runPromise(SafetensorsFile.write(join(directory, name), list, { steps: "12" }))

const readAll = (name: string) =>
  Effect.scoped(Effect.gen(function*() {
    const { metadata, tensors } = yield* SafetensorsFile.open(join(directory, name))
    const values: Record<string, unknown> = {}
    for (const [name, { format, read, shape }] of tensors) {
      values[name] = { format, shape, values: [...(yield* read)] }
    }
    return { metadata, values }
  }))

const expected = {
  metadata: { steps: "12" },
  values: Object.fromEntries(
    tensors.map((
      { format, name, read, shape }
    ) => [name, { format, shape, values: [...Effect.runSync(read)] }])
  )
}

describe("SafetensorsFile", () => {
  test("gives back what was written, and says its size and hash", async () => {
    const { bytes, sha256 } = await write("all.safetensors")
    expect(await Effect.runPromise(readAll("all.safetensors"))).toEqual(expected)
    const file = readFileSync(join(directory, "all.safetensors"))
    expect(bytes).toBe(file.length)
    expect(sha256).toBe(createHash("sha256").update(file).digest("hex"))
  })

  test("tensors longer than what is converted at once", async () => {
    const values = Float32Array.from({ length: 2 ** 22 + 3 }, (_, index) => index % 251)
    const long = {
      name: "long",
      format: "BF16",
      shape: [values.length],
      read: Effect.succeed(values)
    } as const
    await write("long.safetensors", [long, tensors[0]!])
    const read = await Effect.runPromise(Effect.scoped(
      Effect.flatMap(
        SafetensorsFile.open(join(directory, "long.safetensors")),
        ({ tensors }) => Effect.all([tensors.get("long")!.read, tensors.get("norm")!.read])
      )
    ))
    expect(Buffer.from(read[0].buffer).equals(Buffer.from(values.buffer))).toBe(true)
    expect([...read[1]]).toEqual([...Effect.runSync(tensors[0]!.read)])
  })

  test("a file that is absent, cut or cut after it was opened fails with the reason", async () => {
    await write("cut.safetensors")
    const path = join(directory, "cut.safetensors")
    const reason = (file: string) => Effect.runPromise(Effect.flip(readAll(file)))
    expect(await reason("absent.safetensors")).toContain("ENOENT")
    const late = await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
      const { tensors } = yield* SafetensorsFile.open(path)
      truncateSync(path, readFileSync(path).length - 20)
      return yield* Effect.flip(tensors.get("norm")!.read)
    })))
    expect(late).toContain("shorter")
    expect(await reason("cut.safetensors")).toContain("ends within")
    writeFileSync(path, "short")
    expect(await reason("cut.safetensors")).toContain("5 bytes")
  })
})

const python = process.env["SCALER_PYTHON"] ?? "python3"
const pythonReads = Bun.which(python) !== null &&
  Bun.spawnSync([python, "-c", "import safetensors, torch"]).exitCode === 0

test.skipIf(!pythonReads)(
  "Python's safetensors reads ours and we read its (needs safetensors and torch; SCALER_PYTHON names the interpreter)",
  async () => {
    await write("ours.safetensors")
    const script = `
import json
from safetensors.torch import load_file, save_file
tensors = load_file("ours.safetensors")
print(json.dumps({name: [str(t.dtype), list(t.shape), t.flatten().tolist()] for name, t in tensors.items()}))
save_file(tensors, "theirs.safetensors", metadata={"steps": "12"})
`
    const { stderr, stdout } = Bun.spawnSync([python, "-c", script], { cwd: directory })
    const read = JSON.parse(stdout.toString() || stderr.toString())
    const dtypes = { F32: "torch.float32", F16: "torch.float16", BF16: "torch.bfloat16" }
    expect(read).toEqual(Object.fromEntries(
      tensors.map((
        { format, name, read, shape }
      ) => [name, [dtypes[format], shape, [...Effect.runSync(read)]]])
    ))
    expect(await Effect.runPromise(readAll("theirs.safetensors"))).toEqual(expected)
  },
  60_000
)
