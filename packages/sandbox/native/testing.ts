/** What the tests of native programs share. */
import { test } from "bun:test"
import { Effect, Either, ManagedRuntime } from "effect"
import type { SandboxError } from "../SandboxedEnvironment.ts"
import type { DrawRequest } from "./Generator.ts"
import { type NativeMode, nativeModes } from "./Jail.ts"
import { type Language, layer, Native, type Options } from "./Native.ts"
import type { ProgramFault } from "./ProgramFault.ts"
import type { RunLimits } from "./RunLimits.ts"

/** Limits that a hostile program reaches soon. */
export const limits: RunLimits = {
  wallMillis: 20_000,
  cpuMillis: 1_000,
  memoryBytes: 2 ** 28,
  outputBytes: 2 ** 20
}

export interface Tested {
  readonly mode: NativeMode
  /** A test, skipped where the mode does not work here. */
  readonly test: (name: string, body: () => unknown, timeout?: number) => void
}

/** Kept from one test to the next, by mode and limits, until `closeAll`. */
const opened = new Map<string, ManagedRuntime.ManagedRuntime<Native, SandboxError>>()

/** Ends whatever the tests of a file have opened. */
export const closeAll = async (): Promise<void> => {
  await Promise.all([...opened.values()].map((runtime) => runtime.dispose()))
  opened.clear()
}

/** Gives `use` native programs in a mode, under the limits of these tests unless it has its own. */
export const withNative = <A, E>(
  mode: NativeMode,
  use: (native: Native["Type"]) => Effect.Effect<A, E>,
  own: Partial<RunLimits> = {}
): Promise<A> => {
  const options: Options = {
    mode,
    maxProcesses: 2,
    limits: { ...limits, ...own },
    compilation: { cpuMillis: 5_000, memoryBytes: 2 ** 30 }
  }
  const key = JSON.stringify(options)
  const runtime = opened.get(key) ?? ManagedRuntime.make(layer(options))
  opened.set(key, runtime)
  return runtime.runPromise(Effect.flatMap(Native, use))
}

/** Every mode. One that does not work here is skipped, or fails where `SCALER_REQUIRE_STRONG` is 1. */
export const testedModes: ReadonlyArray<Tested> = await Promise.all(
  nativeModes.map(async (mode): Promise<Tested> => {
    const result = await Effect.runPromise(Effect.either(Effect.provide(Native, layer({ mode }))))
    if (Either.isRight(result)) {
      return {
        mode,
        test: (name, body, timeout = 120_000) => test(name, async () => void await body(), timeout)
      }
    }
    const why = result.left.message
    if (process.env["SCALER_REQUIRE_STRONG"] === "1") {
      test(`mode ${mode} works`, () => {
        throw new Error(why)
      })
    }
    return { mode, test: (name) => test.skip(`${name} (${why})`, () => undefined) }
  })
)

/** Compiles a source and runs it on one input: what it wrote, or the fault. */
export const runOnce = (
  mode: NativeMode,
  language: Language,
  source: string,
  input = "",
  own: Partial<RunLimits> = {}
): Promise<Either.Either<string, ProgramFault | SandboxError>> =>
  withNative(mode, (native) =>
    native.compile(source, language).pipe(
      Effect.flatMap((program) => native.run(program, input)),
      Effect.map(({ stdout }) => stdout),
      Effect.either
    ), own)

/** Draws from a generator at seeds 0, 1, 2 …: per draw its input, or the reason of the fault. */
export const drawAll = (
  mode: NativeMode,
  source: string,
  count = 3,
  own: Partial<RunLimits> = {}
): Promise<ReadonlyArray<string>> =>
  withNative(
    mode,
    (native) => Effect.map(native.draw(source, requests(count)), (drawn) => drawn.map(inputOrReason)),
    own
  )

export const requests = (count: number): ReadonlyArray<DrawRequest> =>
  Array.from({ length: count }, (_, seed) => ({ seed, scale: { n: 3 } }))

export const inputOrReason = (drawn: Either.Either<{ readonly input: string }, ProgramFault>): string =>
  Either.isRight(drawn) ? drawn.right.input : drawn.left.reason

/** The reason of a fault, or what there was instead. */
export const reasonOf = (result: Either.Either<unknown, { readonly reason: string }>): unknown =>
  Either.isLeft(result) ? result.left.reason : result.right
