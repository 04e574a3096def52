/** Checkpoints: written whole or not at all, read only when every checksum holds. */
import { FileSystem, Path } from "@effect/platform"
import type { PlatformError } from "@effect/platform/Error"
import { Policy, type PolicyError } from "@scaler/policy/Policy"
import { Effect, Schema, Stream } from "effect"
import { createHash } from "node:crypto"
import { RunError } from "./RunError.ts"
import { checkpointName, comparePositions, positionOf, State } from "./State.ts"

const Index = Schema.parseJson(
  Schema.Struct({
    files: Schema.Array(Schema.Struct({ name: Schema.String, bytes: Schema.Int, sha256: Schema.String }))
  })
)
const encodeIndex = Schema.encodeSync(Index)
const encodeState = Schema.encodeSync(State)
type FileEntry = (typeof Index.Type)["files"][number]

const stateFile = "state.json"
const indexFile = "checkpoint.json"
const unfinished = ".unfinished"

/** A disk fault as an error that says what is safe and what to do. */
export const asDiskError = <A, E, R>(
  what: string,
  effect: Effect.Effect<A, E | PlatformError, R>
): Effect.Effect<A, Exclude<E, PlatformError> | RunError, R> =>
  Effect.catchIf(
    effect,
    (error): error is E & PlatformError => {
      const tag = (error as { readonly _tag?: string })._tag
      return tag === "SystemError" || tag === "BadArgument"
    },
    (error) =>
      new RunError({
        reason: "Disk",
        message: `${what}: ${(error as PlatformError).message}. Earlier checkpoints are whole:`
          + " make room or mend the disk, then go on with --resume"
      })
  ) as Effect.Effect<A, Exclude<E, PlatformError> | RunError, R>

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex")

/** Writes a file and waits until it is on the disk. */
const writeDurably = (file: string, content: string) =>
  Effect.scoped(
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const handle = yield* fs.open(file, { flag: "w" })
      yield* handle.writeAll(new TextEncoder().encode(content))
      yield* handle.sync
    })
  )

/** Writes a file beside the one of this name, flushes it, and puts it in its place. */
export const replaceDurably = (file: string, content: string) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const draft = `${file}${unfinished}`
    yield* writeDurably(draft, content)
    yield* fs.rename(draft, file)
  })

const syncDirectory = (directory: string) =>
  Effect.scoped(
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      yield* (yield* fs.open(directory, { flag: "r" })).sync
    })
  )

/**
 * Writes the checkpoint of a state into `directory`: to a folder of another name first, flushed, then renamed. What
 * was there under its name is replaced. Then all but the newest `keep`, the pinned and the best are removed.
 */
export const save = (
  directory: string,
  state: State,
  { keep, pinned }: { readonly keep: number; readonly pinned: ReadonlyArray<string> }
): Effect.Effect<string, RunError | PolicyError, Policy | FileSystem.FileSystem | Path.Path> =>
  asDiskError(
    "The checkpoint could not be written",
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const policy = yield* Policy
      const name = checkpointName(state)
      const target = path.join(directory, name)
      if (yield* isSaved(directory, state)) return name
      const draft = path.join(directory, unfinished)
      yield* fs.remove(draft, { recursive: true, force: true })
      yield* fs.makeDirectory(draft, { recursive: true })
      const json = JSON.stringify(encodeState(state))
      const files: ReadonlyArray<FileEntry> = [
        ...(yield* policy.snapshot(draft)),
        { name: stateFile, bytes: Buffer.byteLength(json), sha256: sha256(Buffer.from(json)) }
      ]
      yield* writeDurably(path.join(draft, stateFile), json)
      yield* writeDurably(path.join(draft, indexFile), encodeIndex({ files }))
      yield* syncDirectory(draft)
      yield* fs.remove(target, { recursive: true, force: true })
      yield* fs.rename(draft, target)
      yield* syncDirectory(directory)
      yield* retain(directory, keep, [...pinned, ...(state.best === null ? [] : [state.best.checkpoint])])
      return name
    })
  )

/** Whether a whole checkpoint of this very state is there: to write it again could only lose it. */
const isSaved = (directory: string, state: State) =>
  Effect.map(
    Effect.either(readState(directory, checkpointName(state))),
    (read) => read._tag === "Right" && JSON.stringify(read.right) === JSON.stringify(state)
  )

const retain = (directory: string, keep: number, pinned: ReadonlyArray<string>) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const names = yield* list(directory)
    for (const name of names.slice(keep)) {
      if (!pinned.includes(name)) yield* fs.remove(path.join(directory, name), { recursive: true })
    }
  })

/** Names of the checkpoints in a directory, newest first. */
export const list = (directory: string) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    if (!(yield* fs.exists(directory))) return []
    return (yield* fs.readDirectory(directory))
      .filter((name) => positionOf(name) !== undefined)
      .sort((a, b) => comparePositions(positionOf(b)!, positionOf(a)!))
  })

/** A checkpoint that is whole, with the names of newer ones that are not and why. */
export interface Found {
  readonly name: string
  readonly state: State
  readonly damaged: ReadonlyArray<string>
}

/** The newest checkpoint whose checksums hold; undefined where there is none. */
export const latest = (
  directory: string
): Effect.Effect<Found | undefined, RunError, FileSystem.FileSystem | Path.Path> =>
  asDiskError(
    "The checkpoints could not be read",
    Effect.gen(function*() {
      const damaged: Array<string> = []
      for (const name of yield* list(directory)) {
        const read = yield* Effect.either(readState(directory, name))
        if (read._tag === "Right") return { name, state: read.right, damaged }
        damaged.push(`${name}: ${read.left.message}`)
      }
      return undefined
    })
  )

/** SHA-256 of the weights of a checkpoint, all of it verified. Fails where it is not whole. */
export const verify = (
  checkpoint: string
): Effect.Effect<string, RunError, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function*() {
    const path = yield* Path.Path
    const [directory, name] = [path.dirname(checkpoint), path.basename(checkpoint)]
    yield* readState(directory, name)
    return yield* weightsOf(directory, name)
  }).pipe(
    Effect.mapError((error) =>
      new RunError({
        reason: "Disk",
        message: `${checkpoint} is no whole checkpoint to start from: ${error.message}`
      })
    )
  )

const weightsOf = (directory: string, name: string) =>
  Effect.map(readIndex(directory, name), ({ files: [first] }) => first?.sha256 ?? "")

/** SHA-256 of the weights of the checkpoint at a state, and of the best one up to it. */
export const weights = (directory: string, state: State) =>
  asDiskError(
    "The checkpoints could not be read",
    Effect.gen(function*() {
      const last = yield* weightsOf(directory, checkpointName(state))
      return { last, best: state.best === null ? last : yield* weightsOf(directory, state.best.checkpoint) }
    })
  )

const readIndex = (directory: string, name: string) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const file = path.join(directory, name, indexFile)
    return yield* Effect.mapError(
      Schema.decode(Index)(yield* fs.readFileString(file)),
      (error) =>
        new RunError({ reason: "Disk", message: `${file} is not what was written: ${error.message}` })
    )
  })

/** The state of a checkpoint, all its files verified. */
const readState = (directory: string, name: string) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const { files } = yield* Schema.decode(Index)(
      yield* fs.readFileString(path.join(directory, name, indexFile))
    )
    for (const file of files) {
      const hash = createHash("sha256")
      let bytes = 0
      yield* Stream.runForEach(
        fs.stream(path.join(directory, name, file.name), { chunkSize: 2 ** 20 }),
        (part) =>
          Effect.sync(() => {
            hash.update(part)
            bytes += part.length
          })
      )
      if (bytes !== file.bytes || hash.digest("hex") !== file.sha256) {
        return yield* new RunError({ reason: "Disk", message: `${file.name} is not what was written` })
      }
    }
    const json = yield* fs.readFileString(path.join(directory, name, stateFile))
    return yield* Schema.decode(Schema.parseJson(State))(json)
  })
