/** What a sandbox must not let through, tried for real from inside: the check that a mode holds what it says. */
import { Effect } from "effect"
import type { Limits } from "./Limits.ts"
import type { Mode } from "./Mode.ts"
import type { SandboxError } from "./SandboxedEnvironment.ts"
import * as SandboxedProcess from "./SandboxedProcess.ts"

/**
 * An artifact whose `describe` tries forbidden things, as code that has escaped from JavaScript could, and tells which
 * of them worked. Outside a sandbox all of them do; where there is nothing but JavaScript it finds no way to try.
 */
export const artifact = `
const module = (name) => import(name).catch(() => undefined)
const ffi = await module("bun:ffi")
const fs = await module("node:fs")

const attempts = {
  "read a file": () => fs.readFileSync("/proc/self/stat").length > 0,
  "write a file": () => {
    const file = "/tmp/scaler-self-test-" + process.pid
    fs.writeFileSync(file, "x")
    fs.unlinkSync(file)
    return true
  },
  "run a program": () => Bun.spawnSync([process.execPath, "--version"]).exitCode === 0,
  "open a socket": () => libc().socket(2, 1, 0) >= 0,
  "fork": () => {
    const pid = libc().fork()
    if (pid === 0) libc().kill(libc().getpid(), 9)
    return pid > 0
  },
  "signal another process": () => libc().kill(process.ppid, 0) === 0
}

let opened
const libc = () => opened ??= ffi.dlopen("libc.so.6", {
  socket: { args: ["i32", "i32", "i32"], returns: "i32" },
  fork: { args: [], returns: "i32" },
  getpid: { args: [], returns: "i32" },
  kill: { args: ["i32", "i32"], returns: "i32" }
}).symbols

const works = (attempt) => {
  try {
    return attempt()
  } catch {
    return false
  }
}

export default {
  describe: () => Object.entries(attempts).filter(([, attempt]) => works(attempt)).map(([name]) => name)
}
`

/** Runs the self test; succeeds with what was not stopped, which must be nothing. */
export const run = (mode: Mode, limits: Limits): Effect.Effect<ReadonlyArray<string>, SandboxError> =>
  Effect.gen(function*() {
    const process = yield* SandboxedProcess.start({
      mode,
      limits,
      environment: `the self test of mode ${mode}`,
      artifact
    })
    const [outcome] = yield* process.call("describe", [null])
    return outcome !== undefined && "ok" in outcome && Array.isArray(outcome.ok)
      ? outcome.ok.map(String)
      : ["(the self test itself failed)"]
  }).pipe(Effect.scoped)
