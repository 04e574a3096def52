/** What the sandbox's own tests share. */
import { test } from "bun:test"
import { Effect, Either } from "effect"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
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

/** Every mode that confines. One that does not work here is skipped, or fails where `SCALER_REQUIRE_STRONG` is 1. */
export const confinedModes: ReadonlyArray<Tested> = await Promise.all(
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

/** Every mode: what is not a matter of confinement holds without it too. */
export const testedModes: ReadonlyArray<Tested> = [
  ...confinedModes,
  { mode: "none", test: (name, body, timeout = 20_000) => test(name, async () => void await body(), timeout) }
]

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

/** Runs a module with no sandbox at all, for at most this long: the control of what a sandbox is to stop. */
export const unsandboxed = async (code: string, millis = 10_000) => {
  const folder = mkdtempSync(join(tmpdir(), "unsandboxed-"))
  const file = join(folder, "module.mjs")
  writeFileSync(file, code)
  const script = `const { default: e } = await import(${JSON.stringify(file)})
    let r; try { r = e.draw(null) } catch (thrown) { r = String(thrown) }
    await Bun.write(Bun.stderr, JSON.stringify(r))`
  const child = Bun.spawn([process.execPath, "-e", script], {
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe"
  })
  const timer = setTimeout(() => child.kill("SIGKILL"), millis)
  const [stdout, stderr] = await Promise.all([
    new Response(child.stdout).bytes(),
    new Response(child.stderr).text()
  ])
  await child.exited
  clearTimeout(timer)
  rmSync(folder, { recursive: true })
  return { ended: child.signalCode === null, stdout, stderr }
}

/** What /proc says of a process; empty where it has just ended. */
export const readOf = (pid: number, file: string): string => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8")
  } catch {
    return ""
  }
}

/** Kills these; one may have ended with another that was killed before it. */
export const killAll = (pids: ReadonlyArray<number>): void => {
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL")
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "ESRCH") throw cause
    }
  }
}

/** Processes below one, all generations. */
const below = (pid: number): ReadonlyArray<number> =>
  readOf(pid, `task/${pid}/children`).split(" ").filter(Boolean).map(Number)
    .flatMap((child) => [child, ...below(child)])

/** The sandbox's processes below this one: other tests of this process may have some of their own, as a compiler. */
export const sandboxed = (): ReadonlyArray<number> =>
  below(process.pid).filter((pid) => readOf(pid, "cmdline").includes("/inside/"))
