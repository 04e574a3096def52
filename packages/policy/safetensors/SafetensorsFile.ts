/** Safetensors files, read and written tensor by tensor: a model is never in memory beside itself. */
import { Effect, type Scope } from "effect"
import { createHash } from "node:crypto"
import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from "node:fs"
import { messageOf } from "../messageOf.ts"
import * as Header from "./Header.ts"
import * as NumberFormat from "./NumberFormat.ts"

/** A tensor in a file. */
export interface StoredTensor extends Header.Form {
  /** Fails with the reason. */
  readonly read: Effect.Effect<Float32Array<ArrayBuffer>, string>
}

/** A file open for reading. */
export interface SafetensorsFile {
  readonly tensors: ReadonlyMap<string, StoredTensor>
  readonly metadata: Readonly<Record<string, string>>
}

/** A tensor that is to be written; it is read when it is its turn. */
export interface NewTensor extends StoredTensor {
  readonly name: string
}

/** Numbers that are converted at once. */
const chunk = 2 ** 22

const attempt = <A>(body: () => A): Effect.Effect<A, string> => Effect.try({ try: body, catch: messageOf })

/** Fills `bytes` from a place of a file. */
const fill = (file: number, bytes: Uint8Array, at: number): void => {
  for (let done = 0; done < bytes.length;) {
    const read = readSync(file, bytes, done, bytes.length - done, at + done)
    if (read === 0) throw new Error("the file has become shorter")
    done += read
  }
}

const read = (file: number, { format, size, start }: Header.Entry): Float32Array<ArrayBuffer> => {
  const values = new Float32Array(size)
  const width = NumberFormat.width(format)
  const raw = new Uint8Array(width * Math.min(size, chunk))
  for (let from = 0; from < size; from += chunk) {
    const part = values.subarray(from, from + chunk)
    const bytes = raw.subarray(0, width * part.length)
    fill(file, bytes, start + width * from)
    NumberFormat.decode(format, bytes, part)
  }
  return values
}

/** Opens a file until the scope ends; fails with the reason where it is no whole safetensors file. */
export const open = (path: string): Effect.Effect<SafetensorsFile, string, Scope.Scope> =>
  Effect.gen(function*() {
    const file = yield* Effect.acquireRelease(
      attempt(() => openSync(path, "r")),
      (file) => Effect.sync(() => closeSync(file))
    )
    const fileBytes = yield* attempt(() => fstatSync(file).size)
    const start = new Uint8Array(Math.min(fileBytes, Header.lengthBytes))
    yield* attempt(() => fill(file, start, 0))
    const json = new Uint8Array(yield* Header.length(start, fileBytes))
    yield* attempt(() => fill(file, json, Header.lengthBytes))
    const { metadata, tensors } = yield* Header.decode(json, fileBytes)
    return {
      metadata,
      tensors: new Map(Array.from(tensors, ([name, entry]) => [
        name,
        { format: entry.format, shape: entry.shape, read: attempt(() => read(file, entry)) }
      ]))
    }
  })

/** Writes a file and flushes it to the disk; fails with the reason. */
export const write = (
  path: string,
  tensors: ReadonlyArray<NewTensor>,
  metadata: Readonly<Record<string, string>>
): Effect.Effect<{ readonly bytes: number; readonly sha256: string }, string> =>
  Effect.gen(function*() {
    const file = yield* Effect.acquireRelease(
      attempt(() => openSync(path, "w")),
      (file) => Effect.sync(() => closeSync(file))
    )
    const hash = createHash("sha256")
    let bytes = 0
    const append = (part: () => Uint8Array) =>
      attempt(() => {
        const all = part()
        for (let at = 0; at < all.length;) at += writeSync(file, all, at)
        hash.update(all)
        bytes += all.length
      })
    yield* append(() => Header.encode(tensors.map((tensor) => [tensor.name, tensor]), metadata))
    for (const { format, read } of tensors) {
      const all = yield* read
      for (let from = 0; from < all.length; from += chunk) {
        yield* append(() => NumberFormat.encode(format, all.subarray(from, from + chunk)))
      }
    }
    yield* attempt(() => fsyncSync(file))
    return { bytes, sha256: hash.digest("hex") }
  }).pipe(Effect.scoped)
