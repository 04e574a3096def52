import { describe, expect, test } from "bun:test"
import { Either, FastCheck } from "effect"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Safetensors from "./Safetensors.ts"

const contents: Safetensors.Contents = {
  tensors: new Map([
    ["model.norm.weight", { shape: [3], values: Float32Array.of(1, -2.5, 1e-30) }],
    ["model.embed_tokens.weight", { shape: [2, 2], values: Float32Array.of(0, 1, 2, 3) }],
    ["empty", { shape: [0, 4], values: new Float32Array(0) }]
  ]),
  metadata: { steps: "12" }
}
const bytes = Safetensors.encode(contents)

/** A file with this header and so many bytes behind it. */
const withHeader = (header: string, data: number): Uint8Array => {
  const text = new TextEncoder().encode(header)
  const file = new Uint8Array(8 + text.length + data)
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true)
  file.set(text, 8)
  return file
}
const reason = (file: Uint8Array): string => Either.getOrThrow(Either.flip(Safetensors.decode(file)))

describe("Safetensors", () => {
  test("gives back what was written", () => {
    const back = Either.getOrThrow(Safetensors.decode(bytes))
    expect(back.metadata).toEqual(contents.metadata)
    expect(new Map([...back.tensors].sort())).toEqual(new Map([...contents.tensors].sort()))
  })

  test("a file cut anywhere is refused", () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(reason(bytes.subarray(0, length))).not.toBe("")
    }
  })

  test.each([
    ["{}", 4, "4 bytes follow"],
    ["[]", 0, "malformed"],
    ["{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 3, "ends within a"],
    ["{\"a\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4, "BF16"],
    ["{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4, "disagree"],
    ["{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8, "disagree"],
    ["{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 4, "malformed"],
    [
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
      4,
      "disagree"
    ],
    ["{\"a\":{\"steps\":\"1\"}}", 0, "malformed"]
  ])("%p with %p bytes is refused", (header, data, expected) => {
    expect(reason(withHeader(header, data))).toContain(expected)
  })

  test("no bytes make it throw", () => {
    FastCheck.assert(FastCheck.property(
      FastCheck.uint8Array({ maxLength: 64 }),
      FastCheck.nat(bytes.length - 1),
      (noise, at) => {
        const file = bytes.slice()
        file.set(noise.subarray(0, file.length - at), at)
        Safetensors.decode(file)
        Safetensors.decode(noise)
      }
    ))
  })
})

const python = Bun.which("python3")
const probe = python === null ? undefined : Bun.spawnSync([python, "-c", "import safetensors, numpy"])
const pythonReads = python !== null && probe?.exitCode === 0

test.skipIf(!pythonReads)(
  "Python's safetensors reads ours and we read its (needs python3 with safetensors and numpy)",
  () => {
    const directory = mkdtempSync(join(tmpdir(), "safetensors-"))
    try {
      writeFileSync(join(directory, "ours.safetensors"), bytes)
      const { exitCode, stderr, stdout } = Bun.spawnSync([
        python!,
        "-c",
        `
import sys, json
from safetensors.numpy import load_file, save_file
tensors = load_file("ours.safetensors")
print(json.dumps({name: [list(t.shape), t.flatten().tolist()] for name, t in tensors.items()}))
save_file(tensors, "theirs.safetensors", metadata={"steps": "12"})
`
      ], { cwd: directory })
      expect(stderr.toString()).toBe("")
      expect(exitCode).toBe(0)
      const read = JSON.parse(stdout.toString())
      for (const [name, { shape, values }] of contents.tensors) {
        expect(read[name]).toEqual([shape, [...values]])
      }
      const theirs = Either.getOrThrow(
        Safetensors.decode(readFileSync(join(directory, "theirs.safetensors")))
      )
      expect(theirs.metadata).toEqual(contents.metadata)
      for (const [name, tensor] of contents.tensors) expect(theirs.tensors.get(name)).toEqual(tensor)
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  }
)
