import { afterAll, describe, expect, test } from "bun:test"
import { Either } from "effect"
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { confinedModes, run, unsandboxed } from "./testing.ts"

const folder = mkdtempSync(join(tmpdir(), "attacks-"))
afterAll(() => rmSync(folder, { recursive: true }))

const secret = join(folder, "secret")
writeFileSync(secret, "the secret")
const filler = join(folder, "filler")

const ffi = (symbols: string) => `
import { dlopen, read } from "bun:ffi"
const libc = () => dlopen("libc.so.6", { ${symbols} }).symbols
`

const readSecret = `process.getBuiltinModule("node:fs").readFileSync(${JSON.stringify(secret)}, "utf8")`

/**
 * A system call that cannot succeed, as it names what is not there: done is the attack where the kernel looked for it,
 * which the error tells.
 */
const reaches = (name: string, types: string, values: string, error: number) =>
  `${ffi(`${name}: { args: [${types}], returns: "i64" }, __errno_location: { args: [], returns: "ptr" }`)}
    const { ${name}, __errno_location } = libc()
    const error = __errno_location()
    export default { draw: () => ${name}(${values}) < 0 && read.i32(error) === ${error} ? "done" : "denied" }`

const ENOENT = 2
const ESRCH = 3

/** Modules whose `draw` returns `"done"` where the attack works, as script that has escaped could try it. */
const attacks: Readonly<Record<string, string>> = {
  "file read": `export default { draw: () => ${readSecret} === "the secret" ? "done" : "wrong" }`,
  "disk fill": `export default { draw: () => {
    process.getBuiltinModule("node:fs").writeFileSync(${JSON.stringify(filler)}, new Uint8Array(2 ** 20))
    return "done"
  } }`,
  "socket": `${ffi(`socket: { args: ["i32", "i32", "i32"], returns: "i32" }`)}
    export default { draw: () => libc().socket(2, 1, 0) >= 0 ? "done" : "denied" }`,
  "spawn": `export default {
    draw: () => Bun.spawnSync([process.execPath, "--version"]).exitCode === 0 ? "done" : "denied"
  }`,
  "fork": `${
    ffi(
      `fork: { args: [], returns: "i32" }, getpid: { args: [], returns: "i32" }, kill: { args: ["i32", "i32"], returns: "i32" }`
    )
  }
    const { fork, getpid, kill } = libc()
    export default { draw: () => { const pid = fork(); if (pid === 0) kill(getpid(), 9); return pid > 0 ? "done" : "denied" } }`,
  "a change of limits": `${ffi(`setrlimit: { args: ["i32", "buffer"], returns: "i32" }`)}
    const RLIMIT_CORE = 4
    export default { draw: () => libc().setrlimit(RLIMIT_CORE, new BigUint64Array(2)) === 0 ? "done" : "denied" }`,
  "mount": reaches(
    "mount",
    `"cstring", "cstring", "cstring", "u64", "ptr"`,
    `Buffer.from("none\\0"), Buffer.from("/there/is/none\\0"), Buffer.from("tmpfs\\0"), 0, null`,
    ENOENT
  ),
  "ptrace": reaches("ptrace", `"i64", "i64", "i64", "i64"`, `0x4206, 999999999, 0, 0`, ESRCH),
  "kill of the parent": `${ffi(`kill: { args: ["i32", "i32"], returns: "i32" }`)}
    export default { draw: () => libc().kill(process.ppid, 0) === 0 ? "done" : "denied" }`,
  "realm escape by ShadowRealm": `export default {
    draw: () => new ShadowRealm().evaluate(\`Bun.spawnSync(["cat", ${
    JSON.stringify(secret)
  }]).stdout.toString()\`)
      === "the secret" ? "done" : "wrong"
  }`,
  "realm escape by a rejected import()": `
    const host = await import("./there-is-no-such-module").catch((error) => error.constructor.constructor("return process")())
    export default { draw: () => host.getBuiltinModule("node:fs").readFileSync(${
    JSON.stringify(secret)
  }, "utf8") === "the secret" ? "done" : "wrong" }`,
  "realm escape by call sites": `export default {
    draw: () => {
      Error.prepareStackTrace = (_, sites) => sites
      const process = new Error().stack[0].constructor.constructor("return process")()
      return ${readSecret} === "the secret" ? "done" : "wrong"
    }
  }`
}

describe("unsandboxed, as a control,", () => {
  for (const [name, code] of Object.entries(attacks)) {
    test(`${name} works`, async () => {
      // A forked engine may report its own crash on the same stream.
      expect((await unsandboxed(code)).stderr).toContain(`"done"`)
    }, 20_000)
  }
})

for (const { mode, test } of confinedModes) {
  describe(`in mode ${mode}`, () => {
    for (const [name, code] of Object.entries(attacks)) {
      test(`${name} fails`, async () => {
        rmSync(filler, { force: true })
        const result = await run(mode, code)
        expect(JSON.stringify(result)).not.toContain("done")
        expect(JSON.stringify(result)).not.toContain("the secret")
        expect(existsSync(filler)).toBe(false)
        if (Either.isRight(result)) {
          const [outcome] = result.right
          expect("ok" in outcome! ? outcome.ok : "denied").toBe("denied")
        } else {
          expect(result.left.reason).toBe("Crashed")
        }
      })
    }
  })
}
