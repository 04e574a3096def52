/** From an environment's file to an artifact that a sandbox can load. */
import { Effect, Schema } from "effect"
import { readFile, stat } from "node:fs/promises"
import { resolve } from "node:path"
import { Artifact } from "./Artifact.ts"
import { type Bundle, bundle } from "./Bundle.ts"
import * as Cache from "./Cache.ts"
import { type CompileError, fromProblems } from "./CompileError.ts"
import { sha256 } from "./Hash.ts"
import type { Flavour } from "./Manifest.ts"
import { sharedRuntime } from "./SharedRuntime.ts"
import { sources, toolchain } from "./Toolchain.ts"

export interface Options {
  /** Lean where the environment allows it, unless given. */
  readonly flavour?: Flavour
  /** `.scaler/cache` at the project's root unless given; no cache where null. */
  readonly cacheDirectory?: string | null
  /** Hash of a file that went into a cached artifact; read anew each time unless given. */
  readonly hashOf?: typeof hashOf
}

/** SHA-256 of a file's text, hexadecimal; undefined where it cannot be read. */
export const hashOf = (path: string): Promise<string | undefined> =>
  readFile(path, "utf8").then(sha256, () => undefined)

/** A cached artifact, good for as long as none of its inputs changes. */
const Entry = Schema.parseJson(
  Schema.Struct({
    /** Absolute path and SHA-256 of everything that went into it. */
    inputs: Schema.Array(Schema.Tuple(Schema.String, Schema.String)),
    artifact: Artifact
  })
)
type Entry = typeof Entry.Type

/** Compiles an environment's file, which may be anywhere. Nothing of it is run. */
export const compile = (
  file: string,
  { cacheDirectory = Cache.defaultDirectory, flavour, hashOf: hash = hashOf }: Options = {}
): Effect.Effect<Artifact, CompileError> =>
  Effect.gen(function*() {
    const path = resolve(file)
    const directory = cacheDirectory ?? undefined
    const key = sha256(JSON.stringify([path, flavour ?? "any", yield* sources, toolchain]))
    const cached = yield* Cache.read(directory, key)
    if (cached !== undefined) {
      const entry = Schema.decodeUnknownSync(Entry)(cached)
      if (yield* isCurrent(entry, hash)) return entry.artifact
    }
    if (!(yield* isFile(path))) return yield* refuse(path, "NotFound", "there is no such file")
    const { built, flavour: used } = yield* build(path, flavour)
    const runtime = used === "shared" ? yield* sharedRuntime(directory) : undefined
    const artifact: Artifact = {
      file: path,
      flavour: used,
      code: built.code,
      hash: sha256(JSON.stringify([built.code, used, runtime?.hash ?? "", toolchain])),
      toolchain,
      inputs: [...built.authored],
      map: built.map,
      linesBefore: runtime?.lines ?? 0
    }
    const inputs = [...built.inputs].map(([input, text]) => [input, sha256(text)] as const)
    yield* Cache.write(directory, key, Schema.encodeSync(Entry)({ inputs, artifact }))
    return artifact
  })

const refuse = (file: string, reason: "NotFound" | "MissingExport", message: string) =>
  Effect.fail(fromProblems([{ reason, message, file, line: 1, column: 1 }]))

const build = (
  file: string,
  flavour: Flavour | undefined
): Effect.Effect<{ readonly built: Bundle; readonly flavour: Flavour }, CompileError> =>
  Effect.gen(function*() {
    const first = yield* bundle(file, flavour ?? "lean")
    if (!("lacking" in first)) return { built: first, flavour: flavour ?? "lean" }
    const second = flavour === undefined ? yield* bundle(file, "shared") : first
    return "lacking" in second
      ? yield* refuse(file, "MissingExport", second.lacking)
      : { built: second, flavour: "shared" }
  })

const isFile = (path: string) => Effect.promise(() => stat(path).then((found) => found.isFile(), () => false))

const isCurrent = ({ inputs }: Entry, hash: typeof hashOf): Effect.Effect<boolean> =>
  Effect.promise(async () => {
    const hashes = await Promise.all(inputs.map(([path]) => hash(path)))
    return inputs.every(([, expected], i) => hashes[i] === expected)
  })
