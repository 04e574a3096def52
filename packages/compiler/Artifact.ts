/** A compiled environment. */
import { Effect, Schema } from "effect"
import { Flavour } from "./Manifest.ts"
import { sharedRuntime } from "./SharedRuntime.ts"

export const Artifact = Schema.Struct({
  /** The author's file, an absolute path. */
  file: Schema.String,
  flavour: Flavour,
  /**
   * One ES module without imports whose default export is the environment's `Runnable`. In the shared flavour it needs
   * the shared runtime before it: `program` has both.
   */
  code: Schema.String,
  /** SHA-256 over code, flavour, shared runtime and toolchain, hexadecimal. */
  hash: Schema.String,
  toolchain: Schema.Record({ key: Schema.String, value: Schema.String }),
  /** The author's files that went into it, absolute paths, the first of them `file`. */
  inputs: Schema.Array(Schema.String),
  /** Source map of `code`, version 3. */
  map: Schema.String,
  /** Lines that `program` puts before `code`. */
  linesBefore: Schema.Int
})
export type Artifact = typeof Artifact.Type

/** The artifact as one self-contained ES module: what a sandbox loads, with no file at hand. */
export const program = ({ code, flavour }: Artifact, cacheDirectory?: string): Effect.Effect<string> =>
  flavour === "lean"
    ? Effect.succeed(code)
    : Effect.map(sharedRuntime(cacheDirectory), (runtime) => `${runtime.code}\n${code}`)
