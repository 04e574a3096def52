/** What the sandbox's own tests share. */
import { test } from "bun:test"
import { Effect, Either } from "effect"
import type { Operation, Outcome } from "./Calls.ts"
import * as Limits from "./Limits.ts"
import { type Mode, modes } from "./Mode.ts"
import { probeMode } from "./Probe.ts"
import type { SandboxError } from "./SandboxedEnvironment.ts"
import * as SandboxedProcess from "./SandboxedProcess.ts"

/** Limits that a hostile artifact reaches soon. */
export const limits: Limits.Limits = {
  ...Limits.defaults,
  wallMillis: 8_000,
  cpuMillis: 400,
  outputBytes: 2 ** 20
}

export interface Tested {
  readonly mode: Mode
  /** A test, skipped where the mode does not work here. */
  readonly test: (name: string, body: () => unknown, timeout?: number) => void
}

/** Every mode. One that does not work here is skipped, or fails where `SCALER_REQUIRE_STRONG` is 1. */
export const testedModes: ReadonlyArray<Tested> = await Promise.all(
  modes.map(async (mode): Promise<Tested> => {
    const report = await Effect.runPromise(probeMode(mode))
    if (report.works) {
      return {
        mode,
        test: (name, body, timeout = 20_000) => test(name, async () => void await body(), timeout)
      }
    }
    const why = `mode ${mode} does not work here: ${report.detail}`
    if (process.env["SCALER_REQUIRE_STRONG"] === "1") {
      test(`mode ${mode} works`, () => {
        throw new Error(why)
      })
    }
    return { mode, test: (name) => test.skip(`${name} (${why})`, () => undefined) }
  })
)

/** Starts a process for this module, calls it, and ends it. */
export const run = (
  mode: Mode,
  code: string,
  requests: ReadonlyArray<unknown> = [null],
  operation: Operation = "draw",
  own: Partial<Limits.Limits> = {}
): Promise<Either.Either<ReadonlyArray<Outcome>, SandboxError>> =>
  withProcess(mode, code, (process) => process.call(operation, requests), own)

/** Starts a process for this module and lets `use` have it. */
export const withProcess = <A>(
  mode: Mode,
  artifact: string,
  use: (process: SandboxedProcess.SandboxedProcess) => Effect.Effect<A, SandboxError>,
  own: Partial<Limits.Limits> = {}
): Promise<Either.Either<A, SandboxError>> =>
  SandboxedProcess.start({ mode, limits: { ...limits, ...own }, environment: "hostile", artifact }).pipe(
    Effect.flatMap(use),
    Effect.scoped,
    Effect.either,
    Effect.runPromise
  )

/** The reason a call failed for, or what it gave. */
export const reasonOf = (result: Either.Either<unknown, SandboxError>): unknown =>
  Either.isLeft(result) ? result.left.reason : result.right
