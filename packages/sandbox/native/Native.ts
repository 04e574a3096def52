/** Native programs: generators in Python and solutions in C++ and Python, run where they can do no harm. */
import * as Cache from "@scaler/compiler/Cache"
import { Context, Effect, type Either, Layer, Pool, type Scope } from "effect"
import { availableParallelism } from "node:os"
import { join } from "node:path"
import { SandboxError } from "../SandboxedEnvironment.ts"
import type { Reply, Request } from "./Frames.ts"
import * as Generator from "./Generator.ts"
import type { NativeMode } from "./Jail.ts"
import * as Launcher from "./Launcher.ts"
import { faultOf } from "./Outcome.ts"
import * as Probe from "./Probe.ts"
import { ProgramFault } from "./ProgramFault.ts"
import * as RunLimits from "./RunLimits.ts"

export type Language = "cpp" | "python"

/** A solution that can be run: an executable, or a source that is Python. */
export type Program =
  | { readonly language: "cpp"; readonly executable: string }
  | { readonly language: "python"; readonly source: string }

/** How a run went that ended well. */
export interface Run {
  readonly stdout: string
  readonly wallMillis: number
  readonly cpuMillis: number
  readonly peakBytes: number
}

export class Native extends Context.Tag("@scaler/sandbox/Native")<Native, {
  readonly mode: NativeMode
  /** Makes a solution ready to be run. What C++ is compiled to is kept. */
  readonly compile: (
    source: string,
    language: Language
  ) => Effect.Effect<Program, ProgramFault | SandboxError>
  /** Runs a solution on one input, in a process of its own. */
  readonly run: (program: Program, input: string) => Effect.Effect<Run, ProgramFault | SandboxError>
  /** Draws from a generator's source: one outcome per request, in order. Each draw has the whole of the limits. */
  readonly draw: (
    source: string,
    requests: ReadonlyArray<Generator.DrawRequest>
  ) => Effect.Effect<ReadonlyArray<Either.Either<Generator.DrawnCase, ProgramFault>>, SandboxError>
}>() {}

export interface Options {
  /** The stronger that works, unless given. One that is given and does not work is an error. */
  readonly mode?: NativeMode
  /** Of a run and of a draw. */
  readonly limits?: Partial<RunLimits.RunLimits>
  /** Of a compilation. */
  readonly compilation?: Partial<RunLimits.RunLimits>
  /** Most launchers alive of each kind, and so most programs that run at once; as many as there are processors unless given. */
  readonly maxProcesses?: number
  /** Where executables are kept; `.scaler/cache/native` at the project's root unless given. */
  readonly cacheDirectory?: string
}

/** After how long a launcher that nobody asks ends. */
const idle = "60 seconds"

/** Native programs. Every process ends with the scope, and with this process, however that ends. */
export const layer = (options: Options = {}): Layer.Layer<Native, SandboxError> =>
  Layer.scoped(Native, make(options))

const make = (options: Options): Effect.Effect<Native["Type"], SandboxError, Scope.Scope> =>
  Effect.gen(function*() {
    const cacheDirectory = options.cacheDirectory ?? join(Cache.defaultDirectory, "native")
    const { build, mode, tools } = yield* Probe.choose(
      cacheDirectory,
      { ...RunLimits.compilation, ...options.compilation },
      options.mode
    )
    const limits = { ...RunLimits.defaults, ...options.limits }
    const max = Math.max(1, options.maxProcesses ?? availableParallelism())

    const poolOf = (launcher: Launcher.Options) =>
      Effect.map(
        Pool.makeWithTTL({ acquire: Launcher.start(launcher), min: 0, max, timeToLive: idle }),
        (pool) => (request: Omit<Request, "limits">): Effect.Effect<Reply, SandboxError> =>
          Effect.scoped(Effect.flatMap(pool, (launcher) =>
            Effect.onError(launcher.run({ ...request, limits }), () =>
              Pool.invalidate(pool, launcher))))
      )
    const execute = yield* poolOf(Probe.executables(mode, build))
    const interpret = yield* poolOf(Probe.interpreter(mode, build, tools))

    /** One request to the Python worker. */
    const python = (operation: "check" | "run" | "draw", source: string, input: string) =>
      interpret({ profile: "python", arguments: [operation, source], input })

    const ended = (reply: Reply, what: string): Effect.Effect<Reply, ProgramFault> => {
      const fault = faultOf(reply, what, limits)
      return fault === undefined ? Effect.succeed(reply) : fault
    }

    const withoutNul = (source: string) =>
      source.includes("\0")
        ? new ProgramFault({ reason: "Compile", message: "the source holds a NUL" })
        : Effect.void

    return Native.of({
      mode,
      compile: (source, language) =>
        Effect.gen(function*() {
          yield* withoutNul(source)
          if (language === "cpp") return { language, executable: yield* build.program(source) }
          const reply = yield* python("check", source, "")
          if (reply.outcome === "Exited" && reply.code === 1) {
            return yield* new ProgramFault({ reason: "Compile", message: reply.stderr.trim() })
          }
          yield* ended(reply, "reading the source")
          return { language, source }
        }),
      run: (program, input) =>
        Effect.gen(function*() {
          const reply = program.language === "cpp"
            ? yield* execute({ profile: "executable", arguments: [program.executable], input })
            : yield* python("run", program.source, input)
          const { cpuMillis, peakBytes, stdout, wallMillis } = yield* ended(reply, "the program")
          return { stdout, wallMillis, cpuMillis, peakBytes }
        }),
      draw: (source, requests) =>
        source.includes("\0")
          ? new SandboxError({ reason: "Protocol", environment: "", message: "the source holds a NUL" })
          : Generator.draw(requests, limits, (input) => python("draw", source, input))
    })
  })
