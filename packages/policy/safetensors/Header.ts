/**
 * The head of a safetensors file: eight bytes of header length (little-endian), then JSON that says where the tensors
 * are whose bytes follow back to back.
 */
import { Either, ParseResult, Schema } from "effect"
import * as NumberFormat from "./NumberFormat.ts"

/** A tensor's form. */
export interface Form {
  readonly format: NumberFormat.NumberFormat
  readonly shape: ReadonlyArray<number>
}

/** Where a tensor's bytes start in its file, and how many values it has. */
export interface Entry extends Form {
  readonly start: number
  readonly size: number
}

export interface Header {
  readonly tensors: ReadonlyMap<string, Entry>
  readonly metadata: Readonly<Record<string, string>>
}

/** Longest header that the format's reference reader takes. */
const maxBytes = 100_000_000
/** Bytes of the length before the JSON. */
export const lengthBytes = 8
const alignment = 8
const metadataKey = "__metadata__"

const Size = Schema.Int.pipe(Schema.nonNegative())
const RawEntry = Schema.Struct({
  dtype: Schema.String,
  shape: Schema.Array(Size),
  data_offsets: Schema.Tuple(Size, Size)
})
const Json = Schema.parseJson(Schema.Record({ key: Schema.String, value: Schema.Unknown }))
const decodeJson = Schema.decodeEither(Json)
const decodeEntries = Schema.decodeUnknownEither(Schema.Record({ key: Schema.String, value: RawEntry }))
const decodeMetadata = Schema.decodeUnknownEither(Schema.Record({ key: Schema.String, value: Schema.String }))
const isFormat = Schema.is(NumberFormat.NumberFormat)

const malformed = (error: ParseResult.ParseError): string =>
  `its header is malformed: ${ParseResult.TreeFormatter.formatErrorSync(error)}`

/** Number of values of a shape. */
export const sizeOf = (shape: ReadonlyArray<number>): number =>
  shape.reduce((product, length) => product * length, 1)

/** The head of a file whose tensors follow in this order. */
export const encode = (
  tensors: Iterable<readonly [string, Form]>,
  metadata: Readonly<Record<string, string>>
): Uint8Array => {
  let end = 0
  const entries = Array.from(tensors, ([name, { format, shape }]) => {
    const start = end
    end += NumberFormat.width(format) * sizeOf(shape)
    return [name, { dtype: format, shape, data_offsets: [start, end] }] as const
  })
  const json = JSON.stringify(Object.fromEntries([[metadataKey, metadata] as const, ...entries]))
  const header = new TextEncoder().encode(json)
  const padded = Math.ceil(header.length / alignment) * alignment
  const bytes = new Uint8Array(lengthBytes + padded).fill(0x20)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true)
  bytes.set(header, lengthBytes)
  return bytes
}

/** Length of the JSON of a file of `fileBytes` bytes, of which `start` are the first (up to) eight. */
export const length = (start: Uint8Array, fileBytes: number): Either.Either<number, string> => {
  if (fileBytes < lengthBytes) {
    return Either.left(`it has ${fileBytes} bytes, fewer than a header's length takes`)
  }
  const json = Number(new DataView(start.buffer, start.byteOffset).getBigUint64(0, true))
  if (json > maxBytes) return Either.left(`its header claims ${json} bytes`)
  return lengthBytes + json > fileBytes ? Either.left("it ends within its header") : Either.right(json)
}

/**
 * What the JSON of a file of `fileBytes` bytes says, or why the file is none: truncated, malformed, overlapping or with
 * numbers of another format.
 */
export const decode = (json: Uint8Array, fileBytes: number): Either.Either<Header, string> =>
  Either.gen(function*() {
    const text = yield* Either.try({
      try: () => new TextDecoder("utf-8", { fatal: true }).decode(json),
      catch: () => "its header is not UTF-8"
    })
    const { [metadataKey]: rawMetadata = {}, ...rawEntries } = yield* Either.mapLeft(
      decodeJson(text),
      malformed
    )
    const metadata = yield* Either.mapLeft(decodeMetadata(rawMetadata), malformed)
    const entries = yield* Either.mapLeft(decodeEntries(rawEntries), malformed)
    const sorted = Object.entries(entries)
      .toSorted(([, a], [, b]) =>
        a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1]
      )
    const data = lengthBytes + json.length
    const tensors = new Map<string, Entry>()
    let end = 0
    for (const [name, { data_offsets: [from, to], dtype, shape }] of sorted) {
      if (!isFormat(dtype)) {
        return yield* Either.left(
          `${name} has type ${dtype}; only ${NumberFormat.NumberFormat.literals.join(", ")} are read`
        )
      }
      const size = sizeOf(shape)
      if (from !== end || to - from !== NumberFormat.width(dtype) * size) {
        return yield* Either.left(`${name}: its place and shape disagree`)
      }
      if (data + to > fileBytes) return yield* Either.left(`it ends within ${name}`)
      tensors.set(name, { format: dtype, shape, start: data + from, size })
      end = to
    }
    if (data + end !== fileBytes) {
      return yield* Either.left(`${fileBytes - data - end} bytes follow its tensors`)
    }
    return { tensors, metadata }
  })
