import { describe, expect, test } from "bun:test"
import { Either } from "effect"
import { limits, reasonOf, run, testedModes, unsandboxed } from "./testing.ts"

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

const garbage = [
  "null",
  "[]",
  "{}",
  `{"id":1}`,
  `{"id":1,"results":[{}]}`,
  `{"id":1,"results":[{"threw":1}]}`,
  `{"id":1,"results":[]}`,
  "\u0000",
  ""
]

describe("unsandboxed, as a control,", () => {
  test("the flood arrives", async () => {
    expect((await unsandboxed(flood)).stdout.length).toBeGreaterThan(limits.outputBytes)
  })
  test("the forged reply arrives", async () => {
    expect(new TextDecoder().decode((await unsandboxed(forged)).stdout.subarray(4))).toContain("forged")
  })
})

for (const { mode, test } of testedModes) {
  describe(`in mode ${mode}`, () => {
    if (mode === "portable") {
      test("no artifact can write to the replies", async () => {
        for (const code of [flood, forged, ...garbage.map(frame)]) {
          expect(reasonOf(await run(mode, code))).toBe("Crashed")
        }
      })
    } else {
      test("a flood of output ends the call", async () => {
        expect(["Output", "Protocol"]).toContain(reasonOf(await run(mode, flood)) as string)
      })
      test("a reply with a forged id ends the call", async () => {
        expect(reasonOf(await run(mode, forged))).toBe("Protocol")
      })
      test("a second reply to one call ends the process", async () => {
        const result = await run(mode, frame(`{"id":1,"results":[{"ok":"forged"}]}`))
        // What an artifact says is a claim, so the first reply counts or the doubled one is noticed.
        expect(["Protocol", JSON.stringify([{ ok: "forged" }])]).toContain(
          Either.isLeft(result) ? result.left.reason : JSON.stringify(result.right)
        )
      })
      for (const text of garbage) {
        test(`the reply ${JSON.stringify(text)} ends the call`, async () => {
          expect(reasonOf(await run(mode, frame(text)))).toBe("Protocol")
        })
      }
    }

    test("what writes replies is out of an artifact's reach", async () => {
      const code = `export default { draw: () => {
        const forged = () => '{"id":1,"results":[{"ok":"forged"}]}'
        JSON.stringify = forged
        JSON.parse = () => ({ id: 7, operation: "draw", requests: [] })
        Object.values = () => []
        Array.isArray = () => false
        Number.isFinite = () => true
        return [1, "two"]
      } }`
      expect(reasonOf(await run(mode, code))).toEqual([{ ok: [1, "two"] }])
    })
    test("an artifact that has spoiled the language harms its own reply alone", async () => {
      const spoils = [
        `Object.prototype.toJSON = () => "taken"`,
        `String.prototype.includes = () => { throw new Error("taken") }`,
        `Array.prototype.some = () => { throw new Error("taken") }`,
        `String.prototype.slice = () => "taken"`
      ]
      for (const spoil of spoils) {
        const result = await run(mode, `export default { draw: () => { ${spoil}; return { n: null } } }`)
        const [outcome] = Either.getOrThrow(result)
        const shown = JSON.stringify("ok" in outcome! ? outcome.ok : outcome!.threw[0])
        expect([`"taken"`, `{"n":null}`, `"Error"`]).toContain(shown)
      }
    })
  })
}
