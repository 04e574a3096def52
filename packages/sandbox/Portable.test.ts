import { describe, expect } from "bun:test"
import { Either } from "effect"
import { confinedModes, reasonOf, run } from "./testing.ts"

const { test } = confinedModes.find(({ mode }) => mode === "portable")!

/** What a module gives when its `draw` is this expression. */
const valueOf = async (expression: string): Promise<unknown> => {
  const [outcome] = Either.getOrThrow(await run("portable", `export default { draw: () => ${expression} }`))
  return "ok" in outcome! ? outcome.ok : outcome!.threw
}

/** ECMA-262, chapter 19, and its annex B, with explicit resource management: the globals of the language. */
const language =
  `globalThis Infinity NaN undefined eval isFinite isNaN parseFloat parseInt decodeURI decodeURIComponent
encodeURI encodeURIComponent AggregateError Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Date
Error EvalError FinalizationRegistry Float16Array Float32Array Float64Array Function Int8Array Int16Array Int32Array
Iterator Map Number Object Promise Proxy RangeError ReferenceError RegExp Set SharedArrayBuffer String Symbol SyntaxError
TypeError Uint8Array Uint8ClampedArray Uint16Array Uint32Array URIError WeakMap WeakRef WeakSet Atomics JSON Math Reflect
escape unescape DisposableStack AsyncDisposableStack SuppressedError`.split(/\s+/)

/** What is there beside it: errors of the engine's own, what has been pinned, and stand-ins that only compute. */
const beside =
  `InternalError DOMException queueMicrotask performance setTimeout clearTimeout setInterval clearInterval
setImmediate clearImmediate TextEncoder TextDecoder URL structuredClone console`.split(/\s+/)

describe("in mode portable", () => {
  test("scripts have nothing but the language", async () => {
    const names = await valueOf(`Object.getOwnPropertyNames(globalThis)`) as ReadonlyArray<string>
    expect(names).toContain("Array")
    expect(names.filter((name) => !language.includes(name) && !beside.includes(name))).toEqual([])
    expect(await valueOf(`[typeof performance, typeof SharedArrayBuffer]`)).toEqual([
      "undefined",
      "undefined"
    ])
  })

  test("there is no module to import", async () => {
    for (
      const name of ["node:fs", "bun:ffi", "std", "os", "./pin.ts", "./answer.ts", "/etc/passwd", "data:,1"]
    ) {
      const quoted = JSON.stringify(name)
      const still = `import * as module from ${quoted}; export default {}`
      expect(reasonOf(await run("portable", still))).toBe("Crashed")
      const late = `const found = await import(${quoted}).then(() => "found", () => "none")
        export default { draw: () => found }`
      expect(reasonOf(await run("portable", late))).toEqual([{ ok: "none" }])
    }
  })

  test("stand-ins for what is not of the language do what the host's own do", async () => {
    const texts = ["", "plain", "é\u0000ß", "😀 日本", "\ud800 alone"]
    expect(await valueOf(`${JSON.stringify(texts)}.map((text) => [...new TextEncoder().encode(text)])`))
      .toEqual(texts.map((text) => [...new TextEncoder().encode(text)]))
    const bytes = texts.map((text) => [...new TextEncoder().encode(text)])
    expect(
      await valueOf(
        `${JSON.stringify(bytes)}.map((bytes) => new TextDecoder().decode(Uint8Array.from(bytes)))`
      )
    )
      .toEqual(bytes.map((each) => new TextDecoder().decode(Uint8Array.from(each))))
    const shown = `((clone) => {
      const inner = { n: 1 }
      const value = { list: [inner, inner, , "x"], map: new Map([[inner, 2n]]), set: new Set([1, 2]),
        bytes: new Uint8Array([1, 2]), none: undefined, nothing: null }
      value.self = value
      const copy = clone(value)
      inner.n = 2
      value.bytes[0] = 9
      const refused = [() => clone(() => 1), () => clone(Symbol())].map((f) => { try { f(); return "" } catch { return "refused" } })
      return [copy !== value, copy.self === copy, copy.list[0] === copy.list[1], copy.list[0].n, copy.list.length,
        2 in copy.list, [...copy.map.keys()][0] === copy.list[0], String([...copy.map.values()]), [...copy.set],
        [...copy.bytes], copy.bytes.constructor.name, "none" in copy, copy.nothing, clone("s"), refused]
    })(structuredClone)`
    expect(await valueOf(shown)).toEqual(JSON.parse(JSON.stringify(new Function(`return ${shown}`)())))
  })

  test("what a script leaves behind is collected, whatever refers to what", async () => {
    const code = `export default { draw: (n) => {
      const all = Array.from({ length: n }, (_, index) => ({ index }))
      for (const one of all) one.all = all
      return all.length
    } }`
    const own = { memoryBytes: 2 ** 25, cpuMillis: 10_000 }
    expect(reasonOf(await run("portable", code, [1e6], "draw", own))).toBe("Memory")
    expect(reasonOf(await run("portable", code, Array(1e3).fill(1e3), "draw", own))).toEqual(
      Array(1e3).fill({ ok: 1e3 })
    )
  })
})
