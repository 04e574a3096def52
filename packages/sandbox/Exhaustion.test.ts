import { describe, expect, test } from "bun:test"
import { Effect, Either } from "effect"
import { readOf, reasonOf, run, sandboxed, testedModes, unsandboxed, withProcess } from "./testing.ts"

const draw = (body: string) => `export default { draw: () => { ${body} } }`

/** Modules that never come to an end, in a call or before one. */
const endless: Readonly<Record<string, string>> = {
  "a loop in a call": draw(`for (;;);`),
  "a loop at load": `for (;;); export default {}`,
  "a loop in a getter": `export default { get draw() { for (;;); } }`,
  "a loop that catches what would end it": draw(`for (;;) try { for (;;); } catch {} finally { continue }`),
  "a loop in a result's toJSON": draw(`return { toJSON: () => { for (;;); } }`),
  "a loop in what a thrown object says of itself": draw(`throw { toString: () => { for (;;); } }`),
  "a loop of microtasks at load":
    `const spin = () => Promise.resolve().then(spin); await spin(); export default {}`,
  "a search whose work is the product of two lengths": draw(
    `const [text, sought] = ["a".repeat(2e6), "a".repeat(1e6) + "b"]
    for (let found = -1; found === -1;) found = text.indexOf(sought)`
  )
}

/** What an engine may bound by itself: it ends by some limit, by being refused, or with this result. */
const boundedAnyhow: ReadonlyArray<readonly [what: string, code: string, ends: ReadonlyArray<string>]> = [
  [
    "a catastrophic regular expression",
    draw(`return /^(a+)+$/.test("a".repeat(40) + "b")`),
    ["CpuTime", "[{\"ok\":false}]"]
  ],
  ["a number that is squared without end", draw(`let n = 3n; for (;;) n *= n`), [
    "CpuTime",
    "Memory",
    "threw"
  ]],
  ["calls that are nested without end", draw(`const down = () => down() + 1; return down()`), ["threw"]],
  [
    "JSON that is nested very deep",
    draw(`return JSON.parse("[".repeat(1e5) + "]".repeat(1e5)).length`),
    ["threw", "Crashed", "[{\"ok\":1}]"]
  ],
  ["a promise that is never kept, at load", `await new Promise(() => {}); export default {}`, [
    "Crashed",
    "WallTime",
    "CpuTime"
  ]]
]

const fill = `const all = []; for (;;) all.push(new Array(1000).fill(all.length))`

const bombs: Readonly<Record<string, string>> = {
  "objects": draw(fill),
  "objects at load": `${fill}; export default {}`,
  "buffers": draw(`const all = []; for (;;) all.push(new Uint8Array(2 ** 24).fill(1))`),
  "a string": draw(
    `let text = "ab"; for (;;) text = (text + text.slice(1) + text).split("").reverse().join("")`
  )
}

describe("unsandboxed, as a control,", () => {
  for (const [name, code] of Object.entries(endless)) {
    test(`${name} does not end`, async () => {
      expect((await unsandboxed(code, 500)).ended).toBe(false)
    })
  }
})

for (const { mode, test } of testedModes) {
  describe(`in mode ${mode}`, () => {
    // An interpreter has its own start to pay for.
    const cpuMillis = mode === "portable" ? 300 : 150
    for (const [name, code] of Object.entries(endless).slice(0, mode === "none" ? 2 : undefined)) {
      test(`${name} ends at the limit on processor time`, async () => {
        expect(reasonOf(await run(mode, code, [null], "draw", { cpuMillis }))).toBe("CpuTime")
      })
    }
    for (const [name, code, ends] of boundedAnyhow) {
      test(`${name} is bounded`, async () => {
        const result = await run(mode, code, [null], "draw", { cpuMillis })
        const outcome = Either.isLeft(result)
          ? result.left.reason
          : "threw" in result.right[0]!
          ? "threw"
          : JSON.stringify(result.right)
        expect(ends).toContain(outcome)
      })
    }
    test("microtasks that a call leaves behind keep none from its answer", async () => {
      const code = draw(`const spin = () => Promise.resolve().then(spin); spin(); return 1`)
      const twice = await withProcess(
        mode,
        code,
        (process) => Effect.all([process.call("draw", [null]), process.call("draw", [null])])
      )
      expect(Either.getOrThrow(twice)).toEqual([[{ ok: 1 }], [{ ok: 1 }]])
    })

    test("a loop ends at the limit on real time", async () => {
      const own = { wallMillis: 300, cpuMillis: 10_000 }
      expect(reasonOf(await run(mode, endless["a loop in a call"]!, [null], "draw", own))).toBe("WallTime")
    })
    if (mode !== "portable") {
      test("sleeping ends at the limit on real time", async () => {
        const sleep = `const { dlopen } = await import("bun:ffi")
          const { sleep } = dlopen("libc.so.6", { sleep: { args: ["u32"], returns: "u32" } }).symbols
          export default { draw: () => { sleep(60); return "done" } }`
        expect(reasonOf(await run(mode, sleep, [null], "draw", { wallMillis: 300 }))).toBe("WallTime")
      })
    }

    // Unconfined memory has no limit, and a bomb would take what this machine has.
    for (const [name, bomb] of mode === "none" ? [] : Object.entries(bombs)) {
      test(`a memory bomb of ${name} ends at the limit on memory`, async () => {
        // An interpreter takes long to fill a gibibyte; below half of one the other modes lose their compiler.
        const memoryBytes = mode === "portable" ? 2 ** 28 : 2 ** 30
        const own = { cpuMillis: 15_000, wallMillis: 30_000, memoryBytes }
        let peak = 0
        const watch = setInterval(() => {
          for (const pid of sandboxed()) {
            peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(readOf(pid, "status"))?.[1] ?? 0) * 1024)
          }
        }, 20)
        const result = await run(mode, bomb, [null], "draw", own)
        clearInterval(watch)
        expect(reasonOf(result)).toBe("Memory")
        expect(peak).toBeGreaterThan(0)
        // The engine itself takes some too.
        expect(peak).toBeLessThan(memoryBytes + 2 ** 28)
      }, 40_000)
    }

    test("a result of 50 MB ends the call", async () => {
      const own = { cpuMillis: 5_000 }
      const result = await run(mode, draw(`return "x".repeat(5e7)`), [null], "draw", own)
      // It may not fit into memory as a message.
      expect(["Output", "Memory"]).toContain(reasonOf(result) as string)
    })
    test("a result that is a little too long ends the call", async () => {
      expect(reasonOf(await run(mode, draw(`return "x".repeat(2 ** 20)`)))).toBe("Output")
      const bytes = await run(mode, draw(`return "é".repeat(2 ** 19)`))
      expect(reasonOf(bytes)).toBe("Output")
    })
  })
}
