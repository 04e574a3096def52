import { afterAll, describe, expect, test } from "bun:test"
import { Either } from "effect"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { limits, reasonOf, run, testedModes } from "./testing.ts"

const folder = mkdtempSync(join(tmpdir(), "attacks-"))
afterAll(() => rmSync(folder, { recursive: true }))

const secret = join(folder, "secret")
writeFileSync(secret, "the secret")

const ffi = (symbols: string) => `
import { dlopen } from "bun:ffi"
const libc = () => dlopen("libc.so.6", { ${symbols} }).symbols
`

const readSecret = `process.getBuiltinModule("node:fs").readFileSync(${JSON.stringify(secret)}, "utf8")`

/** Modules whose `draw` returns `"done"` where the attack works. */
const stealing: Readonly<Record<string, string>> = {
  "file read": `export default { draw: () => ${readSecret} === "the secret" ? "done" : "wrong" }`,
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

/** Runs a module with no sandbox, for at most this long; what its `draw` returned, or that it did not end. */
const unsandboxed = async (code: string, millis = 10_000) => {
  const file = join(folder, `control-${Bun.hash(code)}.mjs`)
  writeFileSync(file, code)
  const script = `const { default: e } = await import(${
    JSON.stringify(file)
  }); const r = e.draw(null); await Bun.write(Bun.stderr, JSON.stringify(r))`
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
  return { ended: child.signalCode === null, stdout, stderr }
}

const loopInCall = `export default { draw: () => { for (;;); } }`
const loopAtLoad = `for (;;); export default {}`
const flood = `
const { writeSync } = process.getBuiltinModule("node:fs")
export default { draw: () => { for (let i = 0; i < 64; i++) writeSync(1, "x".repeat(65536)) } }`
const frame = (text: string) => `
const { writeSync } = process.getBuiltinModule("node:fs")
const body = Buffer.from(${JSON.stringify(text)})
const header = Buffer.alloc(4)
header.writeUInt32LE(body.length)
export default { draw: () => { writeSync(1, Buffer.concat([header, body])); return "honest" } }`
const forged = frame(`{"id":7,"results":[{"ok":"forged"}]}`)

describe("unsandboxed, as a control,", () => {
  for (const [name, code] of Object.entries(stealing)) {
    test(`${name} works`, async () => {
      // A forked engine may report its own crash on the same stream.
      expect((await unsandboxed(code)).stderr).toContain(`"done"`)
    }, 20_000)
  }
  test("loops do not end", async () => {
    for (const code of [loopInCall, loopAtLoad]) expect((await unsandboxed(code, 500)).ended).toBe(false)
  })
  test("the flood arrives", async () => {
    expect((await unsandboxed(flood)).stdout.length).toBeGreaterThan(limits.outputBytes)
  })
  test("the forged reply arrives", async () => {
    expect(new TextDecoder().decode((await unsandboxed(forged)).stdout.subarray(4))).toContain("forged")
  })
})

for (const { mode, test } of testedModes) {
  describe(`in mode ${mode}`, () => {
    for (const [name, code] of Object.entries(stealing)) {
      test(`${name} fails`, async () => {
        const result = await run(mode, code)
        expect(JSON.stringify(result)).not.toContain("done")
        expect(JSON.stringify(result)).not.toContain("the secret")
        if (Either.isRight(result)) {
          const [outcome] = result.right
          expect("ok" in outcome! ? outcome.ok : "denied").toBe("denied")
        } else {
          expect(result.left.reason).toBe("Crashed")
        }
      })
    }

    test("a loop in a call ends at the limit on processor time", async () => {
      expect(reasonOf(await run(mode, loopInCall))).toBe("CpuTime")
    })
    test("a loop at load ends at the limit on processor time", async () => {
      expect(reasonOf(await run(mode, loopAtLoad))).toBe("CpuTime")
    })
    test("sleeping ends at the limit on real time", async () => {
      const sleep = `const { dlopen } = await import("bun:ffi")
        const { sleep } = dlopen("libc.so.6", { sleep: { args: ["u32"], returns: "u32" } }).symbols
        export default { draw: () => { sleep(60); return "done" } }`
      expect(reasonOf(await run(mode, sleep, [null], "draw", { wallMillis: 300 }))).toBe("WallTime")
    })
    const bombs = {
      "objects": `const all = []; for (;;) all.push(new Array(1000).fill(all.length))`,
      "buffers": `const all = []; for (;;) all.push(new Uint8Array(2 ** 24).fill(1))`,
      "a string":
        `let text = "ab"; for (;;) text = (text + text.slice(1) + text).split("").reverse().join("")`
    }
    for (const [name, bomb] of Object.entries(bombs)) {
      test(`a memory bomb of ${name} ends at the limit on memory`, async () => {
        const result = await run(mode, `export default { draw: () => { ${bomb} } }`, [null], "draw", {
          cpuMillis: 15_000,
          wallMillis: 30_000
        })
        expect(reasonOf(result)).toBe("Memory")
      }, 40_000)
    }
    test("a flood of output ends the call", async () => {
      expect(["Output", "Protocol"]).toContain(reasonOf(await run(mode, flood)) as string)
    })
    test("a reply that is too long ends the call", async () => {
      expect(reasonOf(await run(mode, `export default { draw: () => "x".repeat(5e6) }`))).toBe("Output")
    })
    test("a reply with a forged id ends the call", async () => {
      expect(reasonOf(await run(mode, forged))).toBe("Protocol")
    })
    test("a reply of another length than the batch ends the call", async () => {
      expect(reasonOf(await run(mode, frame(`{"id":1,"results":[]}`)))).toBe("Protocol")
    })
    test("a second reply to one call ends the process", async () => {
      const forgedTwice = frame(`{"id":1,"results":[{"ok":"forged"}]}`)
      const result = await run(mode, forgedTwice)
      // What an artifact says is a claim, so the first reply counts or the doubled one is noticed.
      expect(["Protocol", JSON.stringify([{ ok: "forged" }])]).toContain(
        Either.isLeft(result) ? result.left.reason : JSON.stringify(result.right)
      )
    })
    for (
      const garbage of [
        "null",
        "[]",
        "{}",
        `{"id":1}`,
        `{"id":1,"results":[{}]}`,
        `{"id":1,"results":[{"threw":1}]}`,
        "\u0000",
        ""
      ]
    ) {
      test(`the reply ${JSON.stringify(garbage)} ends the call`, async () => {
        expect(reasonOf(await run(mode, frame(garbage)))).toBe("Protocol")
      })
    }
  })
}
