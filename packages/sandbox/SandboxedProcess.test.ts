import { describe, expect } from "bun:test"
import { Effect, Either } from "effect"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import * as Limits from "./Limits.ts"
import { reasonOf, run, testedModes, withProcess } from "./testing.ts"

const isRunning = (marker: string) =>
  readdirSync("/proc").some((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(marker)
    } catch {
      return false
    }
  })

for (const { mode, test } of testedModes) {
  describe(`in mode ${mode}`, () => {
    if (mode !== "portable") {
      test("machine code is compiled under the default limit on memory", async () => {
        const code = `import { numberOfDFGCompiles } from "bun:jsc"
          const hot = (n) => { let sum = 0; for (let i = 0; i < n; i++) sum = (sum + i * 3) | 0; return sum }
          export default { draw: () => { for (let i = 0; i < 2000; i++) hot(1000); return numberOfDFGCompiles(hot) } }`
        const own = { memoryBytes: Limits.defaults.memoryBytes, cpuMillis: 10_000 }
        const result = await run(mode, code, [null], "draw", own)
        expect(Either.getOrThrow(result)[0]).toEqual({ ok: expect.any(Number) })
        const [outcome] = Either.getOrThrow(result)
        expect("ok" in outcome! ? outcome.ok : 0).toBeGreaterThan(0)
        // The count is a large constant where nothing is ever compiled.
        expect("ok" in outcome! ? outcome.ok : 0).toBeLessThan(1000)
      })
    }

    test("clocks stand still, chance is fixed, and the console says nothing", async () => {
      const code = `export default { draw: () => {
        console.log("noise")
        return [
          Date.now(), new Date().getTime(), new Date().constructor.now(), new (Object.getPrototypeOf(new Date(5)).constructor)().getTime(),
          Math.random(), Math.random(), typeof performance, typeof crypto, typeof Temporal,
          globalThis.Bun?.nanoseconds() ?? 0, globalThis.process?.uptime() ?? 0, new Date(5).getTime(),
          Date().slice(0, 33), new Date(2020, 1, 2).toISOString(), typeof globalThis.Intl?.DateTimeFormat,
          new Date() instanceof Date, new Date(0).getTimezoneOffset()
        ]
      } }`
      const [outcome] = Either.getOrThrow(await run(mode, code))
      expect(outcome).toEqual({
        ok: [
          0,
          0,
          0,
          0,
          0.5,
          0.5,
          "undefined",
          "undefined",
          "undefined",
          0,
          0,
          5,
          "Thu Jan 01 1970 00:00:00 GMT+0000",
          "2020-02-02T00:00:00.000Z",
          "undefined",
          true,
          0
        ]
      })
    })

    test("changes to how stacks are shown, and code from text where it could do harm, are refused", async () => {
      const code = `export default {
        draw: () => { Error.prepareStackTrace = () => "mine" },
        solve: () => Function("return 1")(),
        brute: () => (0, eval)("1")
      }`
      const refused = mode === "portable" ? ["draw"] as const : ["draw", "solve", "brute"] as const
      for (const operation of refused) {
        const [outcome] = Either.getOrThrow(await run(mode, code, [null], operation))
        expect(outcome).toHaveProperty("threw")
      }
    })

    test("what cannot be loaded says why", async () => {
      const cases: Readonly<Record<string, string>> = {
        "export default {": "Crashed",
        "export const other = 1": "Crashed",
        "throw new Error('at load')": "Crashed",
        "process.exit(0)": "Crashed",
        "export default null": "Crashed"
      }
      for (const [code, reason] of Object.entries(cases)) expect(reasonOf(await run(mode, code))).toBe(reason)
      const failed = await run(mode, "throw new Error('the reason')")
      expect(Either.isLeft(failed) ? failed.left.message : "").toContain("the reason")
    })

    test("an artifact may be loaded, or fail to be, before the first call is made", async () => {
      const later = (code: string) =>
        withProcess(mode, code, (process) => Effect.delay(process.call("draw", [null]), "200 millis"))
      expect(Either.getOrThrow(await later("export default { draw: () => 1 }"))).toEqual([{ ok: 1 }])
      expect(reasonOf(await later("throw new Error('at load')"))).toBe("Crashed")
    })

    test("a process sees no environment variable and no argument of the host's", async () => {
      const code = `export default { draw: () => Object.keys(globalThis.process?.env ?? {}) }`
      const [outcome] = Either.getOrThrow(await run(mode, code))
      const allowed = /^(BUN_JSC_\w+|LANG|TZ|PWD|OLDPWD|SHLVL|_|LD_LIBRARY_PATH)$/
      expect(
        "ok" in outcome!
          ? (outcome.ok as ReadonlyArray<string>).filter((name) => !allowed.test(name))
          : ["none"]
      )
        .toEqual([])
    })

    const endless = {
      "a loop": `for (;;);`,
      "one call of the engine": `"a".repeat(4e6).indexOf("a".repeat(2e6) + "b")`
    }
    for (const [what, body] of Object.entries(endless)) {
      test(`a process dies with a host that is killed, even in ${what}`, async () => {
        const marker = `marker-${process.pid}-${mode}`
        const script = `
          import * as SandboxedProcess from ${JSON.stringify(`${import.meta.dir}/SandboxedProcess.ts`)}
          import { defaults } from ${JSON.stringify(`${import.meta.dir}/Limits.ts`)}
          import { Effect } from "effect"
          const code = 'export default { draw: () => 1, solve: () => { ${body} } }'
          await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
            const p = yield* SandboxedProcess.start({ mode: "${mode}", limits: defaults, environment: "e", artifact: code })
            yield* p.call("draw", [0])
            console.log(require("node:fs").readFileSync("/proc/self/task/" + process.pid + "/children", "utf8").trim())
            yield* p.call("solve", [0])
          }))) // ${marker}`
        const host = Bun.spawn([process.execPath, "-e", script], {
          cwd: import.meta.dir,
          stdout: "pipe",
          stderr: "inherit"
        })
        const { value } = await host.stdout.getReader().read()
        const children = new TextDecoder().decode(value).trim().split(" ")
        const alive = () => children.filter((child) => existsSync(`/proc/${child}`))
        expect(alive()).not.toEqual([])
        await Bun.sleep(200)
        host.kill("SIGKILL")
        await host.exited
        const deadline = performance.now() + 5_000
        while (alive().length > 0 && performance.now() < deadline) await Bun.sleep(10)
        expect(alive()).toEqual([])
        expect(isRunning(marker)).toBe(false)
      })
    }
  })
}
