/** Frames of a child's output: each its length in four bytes, the lowest first, then so many bytes. */

export interface Reader {
  /** Most bytes that a frame may have now. */
  readonly most: () => number
  readonly receive: (bytes: Uint8Array) => void
  /** Told that a frame is longer; nothing is read after that. */
  readonly tooLong: () => void
  /** Whether nothing more is to be read. */
  readonly hasEnded: () => boolean
}

/** Reads until the stream or the reader has ended. */
export const readFrames = async (
  stream: ReadableStream<Uint8Array>,
  { hasEnded, most, receive, tooLong }: Reader
): Promise<void> => {
  let chunks: Array<Uint8Array> = []
  let size = 0
  let needed = 4
  for await (const chunk of stream) {
    if (hasEnded()) return
    chunks.push(chunk)
    size += chunk.length
    while (size >= needed) {
      let bytes = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
      const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
      needed = 4 + length
      if (length > most()) return tooLong()
      if (size >= needed) {
        receive(bytes.subarray(4, needed))
        if (hasEnded()) return
        bytes = bytes.subarray(needed)
        size = bytes.length
        needed = 4
      }
      chunks = [bytes]
    }
  }
}
