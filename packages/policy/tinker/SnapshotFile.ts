/** A snapshot on disk: where on the server its weights and optimiser are. */
import { Effect, Schema } from "effect"
import { createHash } from "node:crypto"
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs"
import { join } from "node:path"
import { messageOf } from "../messageOf.ts"
import { PolicyError, type SnapshotFile } from "../Policy.ts"

const name = "tinker.json"

export const Snapshot = Schema.Struct({
  baseModel: Schema.NonEmptyString,
  rank: Schema.Int,
  /** As the server calls what it saved. */
  path: Schema.NonEmptyString
})
export type Snapshot = typeof Snapshot.Type

const Text = Schema.parseJson(Snapshot, { space: 2 })
const encode = Schema.encodeSync(Text)
const decode = Schema.decodeUnknown(Text)

const failure = (message: string) => new PolicyError({ reason: "Snapshot", message })

/** Writes and flushes it, and the directory that it is in. */
export const write = (
  snapshot: Snapshot,
  directory: string
): Effect.Effect<ReadonlyArray<SnapshotFile>, PolicyError> =>
  Effect.try({
    try: () => {
      const bytes = Buffer.from(`${encode(snapshot)}\n`)
      for (const [path, contents] of [[join(directory, name), bytes], [directory, undefined]] as const) {
        const file = openSync(path, contents === undefined ? "r" : "w")
        try {
          if (contents !== undefined) writeSync(file, contents)
          fsyncSync(file)
        } finally {
          closeSync(file)
        }
      }
      return [{ name, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") }]
    },
    catch: (cause) =>
      failure(
        `The snapshot could not be written into ${directory}: ${messageOf(cause)}. Earlier ones are whole`
      )
  })

export const read = (directory: string): Effect.Effect<Snapshot, PolicyError> =>
  Effect.try({
    try: () => readFileSync(join(directory, name), "utf8"),
    catch: (cause) => failure(`${name} could not be read from ${directory}: ${messageOf(cause)}`)
  }).pipe(
    Effect.flatMap((text) =>
      Effect.mapError(
        decode(text),
        () => failure(`${join(directory, name)} is not a whole snapshot. Resume from another one`)
      )
    )
  )
