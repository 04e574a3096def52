/**
 * The safetensors file format: eight bytes of header length (little-endian), a JSON header, then the tensors' bytes
 * back to back. Only float32 tensors are read and written here.
 */
import { Either, ParseResult, Schema } from "effect"

export interface Tensor {
  readonly shape: ReadonlyArray<number>
  readonly values: Float32Array
}

export interface Contents {
  readonly tensors: ReadonlyMap<string, Tensor>
  readonly metadata: Readonly<Record<string, string>>
}

/** Longest header that the format's reference reader takes. */
const maxHeaderBytes = 100_000_000
const alignment = 8
const metadataKey = "__metadata__"

const Size = Schema.Int.pipe(Schema.nonNegative())
const Entry = Schema.Struct({
  dtype: Schema.String,
  shape: Schema.Array(Size),
  data_offsets: Schema.Tuple(Size, Size)
})
const Header = Schema.parseJson(Schema.Record({ key: Schema.String, value: Schema.Unknown }))
const decodeHeader = Schema.decodeEither(Header)
const decodeEntries = Schema.decodeUnknownEither(Schema.Record({ key: Schema.String, value: Entry }))
const decodeMetadata = Schema.decodeUnknownEither(Schema.Record({ key: Schema.String, value: Schema.String }))

const malformed = (error: ParseResult.ParseError): string =>
  `its header is malformed: ${ParseResult.TreeFormatter.formatErrorSync(error)}`

/** The bytes of a file. Names are written in the order of the map. */
export const encode = ({ metadata, tensors }: Contents): Uint8Array => {
  let end = 0
  const entries = Array.from(tensors, ([name, { shape, values }]) => {
    const start = end
    end += values.byteLength
    return [name, { dtype: "F32", shape, data_offsets: [start, end] }] as const
  })
  const json = JSON.stringify(Object.fromEntries([[metadataKey, metadata] as const, ...entries]))
  const header = new TextEncoder().encode(json)
  const padded = Math.ceil(header.length / alignment) * alignment
  const bytes = new Uint8Array(8 + padded + end)
  const view = new DataView(bytes.buffer)
  view.setBigUint64(0, BigInt(padded), true)
  bytes.fill(0x20, 8, 8 + padded)
  bytes.set(header, 8)
  let at = 8 + padded
  for (const { values } of tensors.values()) {
    for (let index = 0; index < values.length; index++) view.setFloat32(at + 4 * index, values[index]!, true)
    at += values.byteLength
  }
  return bytes
}

/** What a file holds, or why it is none: truncated, malformed, overlapping or of a type other than float32. */
export const decode = (bytes: Uint8Array): Either.Either<Contents, string> =>
  Either.gen(function*() {
    if (bytes.length < 8) {
      return yield* Either.left(`it has ${bytes.length} bytes, fewer than a header's length takes`)
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const headerBytes = Number(view.getBigUint64(0, true))
    if (headerBytes > maxHeaderBytes) return yield* Either.left(`its header claims ${headerBytes} bytes`)
    const start = 8 + headerBytes
    if (start > bytes.length) return yield* Either.left("it ends within its header")
    const text = yield* Either.try({
      try: () => new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, start)),
      catch: () => "its header is not UTF-8"
    })
    const { [metadataKey]: rawMetadata = {}, ...rawEntries } = yield* Either.mapLeft(
      decodeHeader(text),
      malformed
    )
    const metadata = yield* Either.mapLeft(decodeMetadata(rawMetadata), malformed)
    const entries = yield* Either.mapLeft(decodeEntries(rawEntries), malformed)
    const sorted = Object.entries(entries)
      .toSorted(([, a], [, b]) =>
        a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1]
      )
    const tensors = new Map<string, Tensor>()
    let end = 0
    for (const [name, { data_offsets: [from, to], dtype, shape }] of sorted) {
      if (dtype !== "F32") return yield* Either.left(`${name} has type ${dtype}; only F32 is read`)
      const size = shape.reduce((product, length) => product * length, 1)
      if (from !== end || to - from !== 4 * size) {
        return yield* Either.left(`${name}: its place and shape disagree`)
      }
      if (start + to > bytes.length) return yield* Either.left(`it ends within ${name}`)
      const values = new Float32Array(size)
      for (let index = 0; index < size; index++) {
        values[index] = view.getFloat32(start + from + 4 * index, true)
      }
      tensors.set(name, { shape, values })
      end = to
    }
    if (start + end !== bytes.length) {
      return yield* Either.left(`${bytes.length - start - end} bytes follow its tensors`)
    }
    return { tensors, metadata }
  })
