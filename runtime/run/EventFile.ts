/**
 * TensorBoard's event files: protobuf messages (tensorflow/core/util/event.proto) as TFRecords. Only what scalars
 * need.
 */
import { buf as crc32c } from "crc-32/crc32c"
import { PbfWriter } from "pbf"

/** Scalars at a step. */
export interface Scalars {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly step: number
  readonly values: ReadonlyArray<readonly [tag: string, value: number]>
}

/** Checksum of a TFRecord: CRC-32C, rotated right by 15 bits, plus a constant. */
const maskedCrc = (bytes: Uint8Array): number => {
  const crc = crc32c(bytes) >>> 0
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0
}

/** A TFRecord: length (uint64), its checksum, the data, its checksum; all numbers little-endian. */
const record = (data: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(data.length + 16)
  const view = new DataView(bytes.buffer)
  view.setBigUint64(0, BigInt(data.length), true)
  view.setUint32(8, maskedCrc(bytes.subarray(0, 8)), true)
  bytes.set(data, 12)
  view.setUint32(12 + data.length, maskedCrc(data), true)
  return bytes
}

const event = (at: number, step: number, write: (message: PbfWriter) => void): Uint8Array => {
  const message = new PbfWriter()
  message.writeDoubleField(1, at / 1000)
  if (step !== 0) message.writeVarintField(2, step)
  write(message)
  return record(message.finish())
}

/** The first record of a file. */
export const header = (at: number): Uint8Array =>
  event(at, 0, (message) => message.writeStringField(3, "brain.Event:2"))

const writeValue = ([tag, value]: Scalars["values"][number], message: PbfWriter) => {
  message.writeStringField(1, tag)
  message.writeFloatField(2, value)
}

const writeSummary = (values: Scalars["values"], message: PbfWriter) => {
  for (const value of values) message.writeMessage(1, writeValue, value)
}

/** One record with all scalars of a step, as float32. */
export const scalars = ({ at, step, values }: Scalars): Uint8Array =>
  event(at, step, (message) => message.writeMessage(5, writeSummary, values))
