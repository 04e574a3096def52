/** The sandbox: environments are compiled, and run where they can do no harm. */
import * as Cache from "@scaler/compiler/Cache"
import type { CompileError } from "@scaler/compiler/CompileError"
import { Context, Effect, Layer } from "effect"
import * as Limits from "./Limits.ts"
import { load } from "./Load.ts"
import { type Mode, modes } from "./Mode.ts"
import * as Pool from "./Pool.ts"
import { type ModeReport, probeMode } from "./Probe.ts"
import { type EnvironmentDefect, type SandboxedEnvironment, SandboxError } from "./SandboxedEnvironment.ts"

export class Sandbox extends Context.Tag("@scaler/sandbox/Sandbox")<Sandbox, {
  readonly mode: Mode
  /** Compiles an environment's module (an absolute path) and makes it ready to be called. */
  readonly load: (
    file: string
  ) => Effect.Effect<SandboxedEnvironment, CompileError | SandboxError | EnvironmentDefect>
  /** Names of the environments whose processes are alive, the least recently used first. */
  readonly alive: () => ReadonlyArray<string>
}>() {}

export interface Options {
  /** The strongest that works and confines, unless given. One that is given and does not work is an error. */
  readonly mode?: Mode
  readonly limits?: Partial<Limits.Limits>
  /** Most processes alive at once; 8 unless given. */
  readonly maxChildren?: number
  /** Where artifacts and manifests are kept; `.scaler/cache` at the project's root unless given. */
  readonly cacheDirectory?: string
}

/** The sandbox. Every process it started ends with the scope, and with this process, however that ends. */
export const layer = (options: Options = {}): Layer.Layer<Sandbox, SandboxError> =>
  Layer.scoped(
    Sandbox,
    Effect.gen(function*() {
      const mode = yield* choose(options.mode === undefined ? modes : [options.mode])
      const limits = { ...Limits.defaults, ...options.limits }
      const pool = yield* Pool.make({ mode, limits, maxChildren: options.maxChildren ?? 8 })
      const cacheDirectory = options.cacheDirectory ?? Cache.defaultDirectory
      return Sandbox.of({ mode, load: (file) => load({ pool, cacheDirectory }, file), alive: pool.alive })
    })
  )

/** The first of these modes that passes its self test. */
const choose = (candidates: ReadonlyArray<Mode>): Effect.Effect<Mode, SandboxError> =>
  Effect.gen(function*() {
    const failed: Array<ModeReport> = []
    for (const candidate of candidates) {
      const report = yield* probeMode(candidate)
      if (report.works) return candidate
      failed.push(report)
    }
    return yield* new SandboxError({ reason: "Unavailable", environment: "", message: unavailable(failed) })
  })

const unavailable = (reports: ReadonlyArray<ModeReport>): string =>
  [
    "Environments cannot be run safely on this machine:",
    ...reports.map(({ detail, mode, remedy }) =>
      `- mode ${mode}: ${detail}${remedy === undefined ? "" : ` (try: ${remedy})`}`
    ),
    "`scaler doctor` shows all modes."
  ].join("\n")
