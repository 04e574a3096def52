/** From an environment's file to a sandboxed environment: compile, describe in the sandbox, keep the manifest. */
import { type Artifact, program } from "@scaler/compiler/Artifact"
import * as Cache from "@scaler/compiler/Cache"
import { compile, hashOf } from "@scaler/compiler/Compile"
import type { CompileError } from "@scaler/compiler/CompileError"
import { sha256 } from "@scaler/compiler/Hash"
import { locate } from "@scaler/compiler/Locate"
import { Description, Manifest } from "@scaler/compiler/Manifest"
import { Effect, Either, Schema } from "effect"
import { basename, relative } from "node:path"
import * as InstanceSchema from "./InstanceSchema.ts"
import * as Operations from "./Operations.ts"
import type { Pool } from "./Pool.ts"
import { EnvironmentDefect, type SandboxedEnvironment, type SandboxError } from "./SandboxedEnvironment.ts"

export interface Options {
  readonly pool: Pool
  /** Where artifacts and manifests are kept. */
  readonly cacheDirectory: string
}

/** Loads an environment. What describes it is run once for each content, in the sandbox, and kept. */
export const load = (
  { cacheDirectory, pool }: Options,
  file: string
): Effect.Effect<SandboxedEnvironment, CompileError | SandboxError | EnvironmentDefect> =>
  Effect.gen(function*() {
    const artifact = yield* compile(file, { cacheDirectory })
    const shared = yield* Effect.cached(
      artifact.flavour === "shared"
        ? Effect.succeed(artifact)
        : compile(file, { flavour: "shared", cacheDirectory })
    )
    const manifest = yield* manifestOf(pool, cacheDirectory, artifact, shared)
    const { instance, name } = manifest
    const validate = InstanceSchema.compile(instance)
    if (Either.isLeft(validate)) {
      return yield* invalid(name, `the Schema of its instances has ${validate.left}, which cannot be checked`)
    }
    const open = (compiled: Artifact) =>
      Effect.map(program(compiled, cacheDirectory), (code) => pool.open(name, code))
    return Operations.make({
      manifest,
      validate: validate.right,
      call: yield* open(artifact),
      callShared: yield* Effect.cached(Effect.flatMap(Effect.orDie(shared), open)),
      locate: (stack) => place(artifact, stack)
    })
  })

const invalid = (environment: string, message: string) =>
  new EnvironmentDefect({
    reason: "InvalidReply",
    environment,
    operation: "describe",
    message: `${environment}: ${message}`.slice(0, 2000)
  })

/** `file:line:column` of the innermost frame that is the author's; empty where the stack names none. */
const place = (artifact: Artifact, stack: string): string => {
  const [frame] = locate(artifact, stack)
  if (frame === undefined) return ""
  const near = relative(process.cwd(), frame.file)
  return `${near.startsWith("..") ? frame.file : near}:${frame.line}:${frame.column}`
}

const manifestKey = ({ hash }: Artifact) => sha256(`manifest ${hash}`)

const readManifest = (cacheDirectory: string, artifact: Artifact): Effect.Effect<Manifest | undefined> =>
  Effect.flatMap(
    Cache.read(cacheDirectory, manifestKey(artifact)),
    (kept) => kept === undefined ? Effect.succeed(undefined) : Effect.orDie(decodeManifest(kept))
  )

/**
 * Manifests of environments' modules (absolute paths) that have been loaded before with their present content; undefined
 * for others. Runs nothing of an environment, so it needs no sandbox.
 */
export const keptManifests = (
  files: ReadonlyArray<string>,
  cacheDirectory: string = Cache.defaultDirectory
): Effect.Effect<ReadonlyArray<Either.Either<Manifest | undefined, CompileError>>> =>
  Effect.suspend(() => {
    // Most of what goes into an artifact is the DSL, so each file is read once for all of them.
    const hashes = new Map<string, ReturnType<typeof hashOf>>()
    const once: typeof hashOf = (path) => {
      const known = hashes.get(path) ?? hashOf(path)
      hashes.set(path, known)
      return known
    }
    return Effect.forEach(files, (file) =>
      compile(file, { cacheDirectory, hashOf: once }).pipe(
        Effect.flatMap((artifact) => readManifest(cacheDirectory, artifact)),
        Effect.either
      ), { concurrency: 16 })
  })

/** The kept manifest of this artifact, or one made by asking the artifact in the sandbox. */
const manifestOf = (
  pool: Pool,
  cacheDirectory: string,
  artifact: Artifact,
  shared: Effect.Effect<Artifact, CompileError>
): Effect.Effect<Manifest, CompileError | SandboxError | EnvironmentDefect> =>
  Effect.gen(function*() {
    const kept = yield* readManifest(cacheDirectory, artifact)
    if (kept !== undefined) return kept
    const name = basename(artifact.file)
    const described = yield* shared
    const refuse = (
      what: string,
      [kind, message, stack]: readonly [string, string, string],
      hint: string
    ) => {
      const at = place(described, stack)
      const where = at === "" ? "" : ` (${at})`
      const advice = kind === "DefinitionError" ? "" : `. ${hint}`
      return new EnvironmentDefect({
        reason: "Threw",
        environment: name,
        operation: "describe",
        message: `${artifact.file} cannot be ${what}: ${kind}: ${message}${where}${advice}`
      })
    }
    const [outcome] = yield* pool.once(name, yield* program(described, cacheDirectory), "describe", [null])
      .pipe(
        Effect.mapError((error) =>
          error.threw === undefined
            ? error
            : refuse("loaded", error.threw, "What stands outside of functions runs then, and must not throw")
        )
      )
    if (!("ok" in outcome!)) {
      return yield* refuse(
        "described",
        outcome!.threw,
        "Its levels are found by drawing instances, so generate and statement must not throw"
      )
    }
    const description = decodeDescription(outcome.ok)
    if (Either.isLeft(description)) {
      return yield* invalid(name, `its description is none: ${description.left.message}`)
    }
    const manifest: Manifest = {
      ...description.right,
      flavour: artifact.flavour,
      hash: sha256(JSON.stringify([artifact.hash, description.right.ladder])),
      toolchain: artifact.toolchain
    }
    yield* Cache.write(cacheDirectory, manifestKey(artifact), JSON.stringify(manifest))
    return manifest
  })

const decodeDescription = Schema.decodeUnknownEither(Description, { onExcessProperty: "error" })
const decodeManifest = Schema.decodeUnknown(Schema.parseJson(Manifest), { onExcessProperty: "error" })
