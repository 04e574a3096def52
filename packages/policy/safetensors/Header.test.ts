import { describe, expect, test } from "bun:test"
import { Either, FastCheck } from "effect"
import * as Header from "./Header.ts"

const forms = [
  ["model.norm.weight", { format: "F32", shape: [3] }],
  ["model.embed_tokens.weight", { format: "BF16", shape: [2, 2] }],
  ["scalar", { format: "F16", shape: [] }],
  ["empty", { format: "F32", shape: [0, 4] }]
] as const
const head = Header.encode(forms, { steps: "12" })
const fileBytes = head.length + 12 + 8 + 2

/** The header of a file of which these are the first bytes. */
const decode = (start: Uint8Array, fileBytes: number): Either.Either<Header.Header, string> =>
  Either.flatMap(
    Header.length(start, fileBytes),
    (length) => Header.decode(start.subarray(8, 8 + length), fileBytes)
  )

const withJson = (json: string): Uint8Array => {
  const text = new TextEncoder().encode(json)
  const start = new Uint8Array(8 + text.length)
  new DataView(start.buffer).setBigUint64(0, BigInt(text.length), true)
  start.set(text, 8)
  return start
}

const reason = (start: Uint8Array, fileBytes: number): string =>
  Either.getOrThrow(Either.flip(decode(start, fileBytes)))

describe("Header", () => {
  test("gives back what was written, and the places of the tensors", () => {
    const { metadata, tensors } = Either.getOrThrow(decode(head, fileBytes))
    expect(metadata).toEqual({ steps: "12" })
    expect(new Map([...tensors].sort())).toEqual(
      new Map([
        ["empty", { format: "F32", shape: [0, 4], start: fileBytes, size: 0 }],
        ["model.embed_tokens.weight", { format: "BF16", shape: [2, 2], start: head.length + 12, size: 4 }],
        ["model.norm.weight", { format: "F32", shape: [3], start: head.length, size: 3 }],
        ["scalar", { format: "F16", shape: [], start: head.length + 20, size: 1 }]
      ])
    )
  })

  test("a file cut anywhere is refused", () => {
    for (let length = 0; length < fileBytes; length++) {
      expect(reason(head.subarray(0, length), length)).not.toBe("")
    }
  })

  test.each([
    ["{}", 4, "4 bytes follow"],
    ["[]", 0, "malformed"],
    ["{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 3, "ends within a"],
    ["{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[4],\"data_offsets\":[0,4]}}", 4, "a has type F8_E4M3"],
    ["{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4, "disagree"],
    ["{\"a\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "disagree"],
    ["{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8, "disagree"],
    ["{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 4, "malformed"],
    [
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
      4,
      "disagree"
    ],
    ["{\"a\":{\"steps\":\"1\"}}", 0, "malformed"]
  ])("%p with %p bytes is refused", (json, data, expected) => {
    const start = withJson(json)
    expect(reason(start, start.length + data)).toContain(expected)
  })

  test("no bytes make it throw", () => {
    FastCheck.assert(FastCheck.property(
      FastCheck.uint8Array({ maxLength: 64 }),
      FastCheck.nat(head.length - 1),
      (noise, at) => {
        const start = head.slice()
        start.set(noise.subarray(0, start.length - at), at)
        decode(start, fileBytes)
        decode(noise, noise.length)
      }
    ))
  })
})
