import { afterEach, beforeEach, expect, test } from "bun:test"
import { Effect, Logger } from "effect"
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { compile } from "./Compile.ts"

const source = `
import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"
import { top } from "./helper.ts"
export default Environment.make({
  name: "probe",
  tags: [],
  skill: "test", source: "test",
  scale: { n: Scale.linear({ min: 2, max: 12 }) },
  instance: Schema.Struct({ value: Schema.Int }),
  answer: Answer.integer,
  generate: ({ n }) => Gen.struct({ value: Gen.int(0, n + top) }),
  statement: ({ value }) => String(value),
  solve: ({ value }) => value
})
`

let folder: string
let file: string
let cacheDirectory: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "scaler-cache-"))
  file = join(folder, "probe.ts")
  cacheDirectory = join(folder, "cache")
  await writeFile(file, source)
  await writeFile(join(folder, "helper.ts"), "export const top = 1000")
})
afterEach(() => rm(folder, { recursive: true }))

/** Compiles, and tells what was logged. */
const run = async () => {
  const warnings: Array<string> = []
  const logger = Logger.make(({ message }) => void warnings.push(String(message)))
  const artifact = await Effect.runPromise(
    compile(file, { cacheDirectory }).pipe(Effect.provide(Logger.replace(Logger.defaultLogger, logger)))
  )
  return { artifact, warnings }
}

const entry = async () => {
  const entries = await readdir(cacheDirectory)
  expect(entries).toHaveLength(1)
  return join(cacheDirectory, entries[0]!)
}

/** Marks the cached artifact, with a right checksum, so that a hit can be told from a compilation. */
const mark = async () => {
  const path = await entry()
  const text = (await readFile(path, "utf8")).slice(65).replace("n+1e3", "n+2e3")
  await writeFile(path, `${new Bun.CryptoHasher("sha256").update(text).digest("hex")}\n${text}`)
}

test("a second compilation takes the cached artifact", async () => {
  const { artifact } = await run()
  expect(artifact.code).toContain("n+1e3")
  expect((await run()).artifact).toEqual(artifact)
  await mark()
  expect((await run()).artifact.code).toContain("n+2e3")
})

test.each(["probe.ts", "helper.ts"])("a change of %s compiles again", async (name) => {
  await run()
  await mark()
  const path = join(folder, name)
  await writeFile(path, `${await readFile(path, "utf8")}\nexport const more = 1`)
  const { artifact, warnings } = await run()
  expect(artifact.code).toContain("n+1e3")
  expect(warnings).toEqual([])
})

test("a file that becomes wrong is refused although it was compiled before", async () => {
  await run()
  await writeFile(join(folder, "helper.ts"), "export const top = Math.random()")
  expect((await Effect.runPromise(Effect.flip(compile(file, { cacheDirectory })))).reason).toBe(
    "Nondeterminism"
  )
  await rm(join(folder, "helper.ts"))
  expect((await Effect.runPromise(Effect.flip(compile(file, { cacheDirectory })))).reason).toBe("NotFound")
})

test.each(["truncated", "altered", "emptied"])(
  "an entry that was %s is found by its checksum and made anew",
  async (how) => {
    const { artifact } = await run()
    const path = await entry()
    const text = await readFile(path, "utf8")
    if (how === "truncated") await truncate(path, text.length - 10)
    else await writeFile(path, how === "emptied" ? "" : text.replace("n+1e3", "n+9e3"))
    const again = await run()
    expect(again.artifact).toEqual(artifact)
    expect(again.warnings.join()).toContain("damaged")
    expect((await run()).warnings).toEqual([])
  }
)

test("flavours have entries of their own, and none is left unfinished", async () => {
  await run()
  const shared = await Effect.runPromise(compile(file, { cacheDirectory, flavour: "shared" }))
  expect(shared.flavour).toBe("shared")
  const entries = await readdir(cacheDirectory)
  expect(entries).toHaveLength(3)
  expect(entries.every((name) => /^[0-9a-f]{64}$/.test(name))).toBe(true)
})

test("a directory that cannot be written is told, and costs no more than time", async () => {
  await writeFile(cacheDirectory, "a file")
  const { artifact, warnings } = await run()
  expect(artifact.flavour).toBe("lean")
  expect(warnings.join()).toContain("Nothing is cached")
})
