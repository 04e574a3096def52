/** Messages over standard input and output: a length, 4 bytes little-endian, then that many bytes of UTF-8. */
import { readSync, writeSync } from "node:fs"

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Fills `target`; false where the stream ends instead. */
const fill = (target: Uint8Array): boolean => {
  for (let at = 0; at < target.length;) {
    const count = readSync(0, target, at, target.length - at, null)
    if (count === 0) return false
    at += count
  }
  return true
}

const header = new Uint8Array(4)
const headerView = new DataView(header.buffer)

/** The next message; undefined where there are no more. */
export const read = (): string | undefined => {
  if (!fill(header)) return undefined
  const body = new Uint8Array(headerView.getUint32(0, true))
  return fill(body) ? decoder.decode(body) : undefined
}

/** Kept from one message to the next, and grown where one needs more. */
let frame = new Uint8Array(2 ** 16)

export const write = (text: string): void => {
  // A UTF-16 unit takes at most three bytes.
  if (frame.length < 4 + 3 * text.length) frame = new Uint8Array(4 + 3 * text.length)
  const { written } = encoder.encodeInto(text, frame.subarray(4))
  new DataView(frame.buffer).setUint32(0, written, true)
  for (let at = 0; at < 4 + written;) at += writeSync(1, frame, at, 4 + written - at)
}
