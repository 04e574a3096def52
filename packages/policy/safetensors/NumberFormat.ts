/** The number formats of weights on disk, as float32 in memory. All little-endian, as the processors that Bun runs on. */
import { Schema } from "effect"

/** Names as in safetensors: float32, IEEE half precision, and float32 cut to its upper half. */
export const NumberFormat = Schema.Literal("F32", "F16", "BF16")
export type NumberFormat = typeof NumberFormat.Type

/** Bytes of one number. */
export const width = (format: NumberFormat): number => format === "F32" ? 4 : 2

const bytesOf = ({ buffer, byteLength, byteOffset }: ArrayBufferView<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
  new Uint8Array(buffer, byteOffset, byteLength)

const bitsOf = ({ buffer, byteOffset, length }: Float32Array<ArrayBuffer>): Uint32Array =>
  new Uint32Array(buffer, byteOffset, length)

/** Reads as many numbers as `values` holds; `bytes` start at a multiple of four within their buffer. */
export const decode = (
  format: NumberFormat,
  bytes: Uint8Array<ArrayBuffer>,
  values: Float32Array<ArrayBuffer>
): void => {
  const { buffer, byteOffset } = bytes
  switch (format) {
    case "F32":
      return bytesOf(values).set(bytes)
    case "F16":
      return values.set(new Float16Array(buffer, byteOffset, values.length))
    case "BF16": {
      const halves = new Uint16Array(buffer, byteOffset, values.length)
      const bits = bitsOf(values)
      for (let index = 0; index < halves.length; index++) bits[index] = halves[index]! << 16
    }
  }
}

const quietBit = 0x40
const exponent = 0x7f80_0000

/** The bytes of numbers, rounded to the nearest and ties to even; float32 is a view of the same memory. */
export const encode = (format: NumberFormat, values: Float32Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
  switch (format) {
    case "F32":
      return bytesOf(values)
    case "F16":
      return bytesOf(Float16Array.from(values))
    case "BF16": {
      const bits = bitsOf(values)
      const halves = new Uint16Array(bits.length)
      for (let index = 0; index < bits.length; index++) {
        const value = bits[index]!
        // Rounding could carry the digits of a NaN away, which then would be infinite.
        const isNaN = (value & 0x7fff_ffff) > exponent
        halves[index] = isNaN
          ? (value >>> 16) | quietBit
          : (value + 0x7fff + ((value >>> 16) & 1)) >>> 16
      }
      return bytesOf(halves)
    }
  }
}
