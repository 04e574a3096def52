import { afterAll, describe, expect, test } from "bun:test"
import { Effect, Either } from "effect"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { illTyped, typeCheck } from "./TypeCheck.ts"

/** Outside the repository, as an author's file may be. */
const folder = mkdtempSync(join(tmpdir(), "types-"))
afterAll(() => rmSync(folder, { recursive: true }))

const firstExample = (page: string) =>
  /```ts\n([^]*?)```/.exec(readFileSync(resolve(import.meta.dir, "../..", page), "utf8"))![1]!
const example = firstExample("README.md")

const problems = async (source: string) => {
  const file = join(folder, `${Bun.hash(source)}.ts`)
  writeFileSync(file, source)
  const result = await Effect.runPromise(Effect.either(typeCheck(file)))
  return Either.isRight(result) ? [] : result.left.locations
}

describe("typeCheck", () => {
  test.each(["README.md", "docs/authoring.md"])(
    "finds nothing wrong with the example of %s",
    async (page) => {
      expect(await problems(firstExample(page))).toEqual([])
    },
    120_000
  )

  test.each([
    ["an unknown key", "properties:", "property:", "'property' does not exist"],
    ["an axis that there is not", "upTo: { n: 12 }", "upTo: { size: 12 }", "'size' does not exist"],
    ["a generator of other instances", "Gen.struct({ values:", "Gen.struct({ numbers:", "numbers"],
    ["an answer of another type", "return swaps", "return String(swaps)", "=> string' is not assignable"]
  ])("finds %s, and where", async (_, right, wrong, message) => {
    expect(example).toContain(right)
    const source = example.replace(right, wrong)
    const [first] = await problems(source)
    expect(first).toMatchObject({ reason: "Types", message: expect.stringContaining(message) })
    // An answer is refused where its function begins.
    const start = wrong.startsWith("return") ? "solve: ({ values }) => {" : wrong
    expect(first!.line).toBe(source.split("\n").findIndex((text) => text.includes(start)) + 1)
  }, 120_000)
})

test("illTyped names the files that are wrong among several", async () => {
  const sources = [example, example.replace("properties:", "property:"), "export const one: string = 1"]
  const files = sources.map((source, at) => {
    const file = join(folder, `several-${at}.ts`)
    writeFileSync(file, source)
    return file
  })
  expect([...(await Effect.runPromise(illTyped(files))).keys()]).toEqual(files.slice(1))
}, 120_000)
