/** Pools of verified environments, for every command that takes environments: `--pool DIR`. */
import { Options } from "@effect/cli"
import type { Manifest } from "@scaler/compiler/Manifest"
import type { Entry } from "@scaler/dsl/Registry"
import * as Native from "@scaler/sandbox/native/Native"
import { Sandbox } from "@scaler/sandbox/Sandbox"
import { EnvironmentDefect } from "@scaler/sandbox/SandboxedEnvironment"
import * as AdmittedEnvironment from "@scaler/synthesis/AdmittedEnvironment"
import * as PoolFolder from "@scaler/synthesis/pool/PoolFolder"
import { Context, Effect, Layer, Option } from "effect"
import { basename } from "node:path"
import { CliError } from "./CliError.ts"

export const pool = Options.text("pool").pipe(
  Options.withDescription("A folder that `scaler pool import` wrote: its environments have names, too"),
  Options.optional
)

/** The pool that the command line names. */
export class ChosenPool extends Context.Reference<ChosenPool>()("@scaler/cli/ChosenPool", {
  defaultValue: (): Option.Option<string> => Option.none()
}) {}

/** How environments of pools state their problems. */
export class Statements extends Context.Reference<Statements>()("@scaler/cli/Statements", {
  defaultValue: (): "whole" | "brief" => "whole"
}) {}

/** Whether a file is an environment of a pool. */
export const isPooled = (file: string): boolean => file.endsWith(".json")

/** The environments of the pool that was chosen, if one was. */
export const entries: Effect.Effect<ReadonlyArray<Entry>, CliError> = Effect.flatMap(
  ChosenPool,
  Option.match({
    onNone: () => Effect.succeed([]),
    onSome: (folder) =>
      PoolFolder.files(folder).pipe(
        Effect.map((files) => [...files].map(([name, file]): Entry => ({ name, family: "pool", file }))),
        Effect.mapError(({ message }) => new CliError({ message }))
      )
  })
)

/** The entries of pools in a folder that have these names. What was made here is none. */
export const entriesIn = (
  folder: string,
  names: ReadonlySet<string>
): Effect.Effect<ReadonlyMap<string, PoolFolder.AdmittedEntry>, CliError> =>
  PoolFolder.files(folder).pipe(
    Effect.flatMap((files) =>
      Effect.forEach([...files].filter(([name]) => names.has(name)), ([, file]) => PoolFolder.read(file))
    ),
    Effect.map((found) => new Map(found.flatMap((one) => "draft" in one ? [] : [[one.name, one] as const]))),
    Effect.mapError(({ message }) => new CliError({ message }))
  )

const defect = (file: string, message: string) =>
  new EnvironmentDefect({
    reason: "Threw",
    environment: basename(file, ".json"),
    operation: "load",
    message
  })

/** What describes an environment of a pool; none of its programs is run. */
export const manifest = (file: string): Effect.Effect<Manifest, EnvironmentDefect> =>
  PoolFolder.read(file).pipe(
    Effect.map((admitted) => AdmittedEnvironment.manifestOf(admitted)),
    Effect.mapError(({ message }) => defect(file, message))
  )

const load = (file: string) =>
  Effect.flatMap(
    Statements,
    (statements) =>
      Effect.catchTags(AdmittedEnvironment.load(file, { statements }), {
        PoolError: ({ message }) => defect(file, message),
        ProgramFault: ({ message }) => defect(file, `${basename(file, ".json")} cannot be used: ${message}`)
      })
  )

/** A sandbox that loads environments of pools as well. Nothing native starts before the first of them is loaded. */
export const withPools = <E>(sandbox: Layer.Layer<Sandbox, E>): Layer.Layer<Sandbox, E> =>
  Layer.scoped(
    Sandbox,
    Effect.gen(function*() {
      const inner = yield* Sandbox
      const native = yield* Effect.cached(Layer.buildWithScope(Native.layer(), yield* Effect.scope))
      return Sandbox.of({
        ...inner,
        load: (file) =>
          isPooled(file)
            ? Effect.flatMap(
              native,
              (context) => Effect.provide(load(file), Context.add(context, Sandbox, inner))
            )
            : inner.load(file)
      })
    })
  ).pipe(Layer.provide(sandbox))
