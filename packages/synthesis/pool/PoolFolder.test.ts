import { isName } from "@scaler/dsl/Environment"
import { afterAll, describe, expect, test } from "bun:test"
import { Effect } from "effect"
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as PoolFolder from "./PoolFolder.ts"
import { entry } from "./testing.ts"

const root = mkdtempSync(join(tmpdir(), "scaler-pool-"))
afterAll(() => rmSync(root, { recursive: true }))

const admitted = (change: Parameters<typeof entry>[0] = {}) => {
  const one = entry(change)
  return PoolFolder.admit({
    name: PoolFolder.nameOf(one.name),
    fingerprint: PoolFolder.fingerprintOf(one),
    entry: one,
    verified: {
      answer: { kind: "array", element: { kind: "decimal", tolerance: 1e-7 } },
      oracle: [2, 0, 1],
      refuted: [{ solution: 3, message: "answers 2, where 3 others answer 4" }],
      instances: 202,
      distinct: 97,
      commonest: 0.02
    },
    ladderKind: "derived",
    ladder: [{ n: 1 }, { n: 12 }]
  })
}

const rejection = (name: string) => ({
  name,
  fingerprint: "",
  stage: "agreement" as const,
  message: "solutions answer 1 or 2"
})

test.each([
  ["1003_F. Abbreviation", "problem-1003-f-abbreviation"],
  ["883_C. Downloading B++", "problem-883-c-downloading-b"],
  ["p02158 Rings", "problem-p02158-rings"],
  ["Éléphant – n°2", "problem-elephant-n-2"],
  ["数", "problem"]
])("%s becomes %s", (title, name) => {
  expect(PoolFolder.nameOf(title)).toBe(name)
  expect(isName(name)).toBe(true)
})

test("the hash changes with what instances follow from, and with nothing else", () => {
  const { hash, ...content } = admitted()
  const hashes = [
    admitted({ instruction: "Print the largest number." }).hash,
    PoolFolder.admit({ ...content, ladder: [{ n: 2 }, { n: 12 }] }).hash,
    PoolFolder.admit({ ...content, verified: { ...content.verified, oracle: [0, 1, 2] } }).hash
  ]
  expect(new Set([hash, ...hashes]).size).toBe(4)
  expect(PoolFolder.admit({ ...content, verified: { ...content.verified, instances: 7 } }).hash).toBe(hash)
})

describe("a pool's folder", () => {
  test("gives back what was written, by name, and keeps one file of an entry", async () => {
    const folder = join(root, "kept")
    const [first, second] = [admitted(), admitted({ name: "Other" })]
    const program = Effect.gen(function*() {
      yield* PoolFolder.write(folder, rejection(first.name))
      expect(yield* PoolFolder.kept(folder, first.name)).toEqual(rejection(first.name))
      yield* PoolFolder.write(folder, first)
      yield* PoolFolder.write(folder, second)
      expect(yield* PoolFolder.kept(folder, first.name)).toEqual(first)
      const files = yield* PoolFolder.files(folder)
      expect([...files.keys()]).toEqual(["problem-largest", "problem-other"])
      expect(yield* PoolFolder.read(files.get("problem-other")!)).toEqual(second)
      yield* PoolFolder.write(folder, rejection(second.name))
      expect([...(yield* PoolFolder.files(folder)).keys()]).toEqual(["problem-largest"])
      expect(yield* PoolFolder.kept(folder, second.name)).toEqual(rejection(second.name))
    })
    await Effect.runPromise(program)
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual([
      "problem-largest.json",
      "rejected",
      join("rejected", "problem-other.json")
    ])
  })

  test("a file that is broken, or is named otherwise, is an error that says what to do; import sees nothing", async () => {
    const folder = join(root, "broken")
    await Effect.runPromise(PoolFolder.write(folder, admitted()))
    const file = join(folder, "problem-largest.json")
    const text = readFileSync(file, "utf8")
    const message = async (of: string) => (await Effect.runPromise(Effect.flip(PoolFolder.read(of)))).message
    writeFileSync(file, text.replace("\"commonest\": 0.02", "\"commonest\": \"few\""))
    expect(await message(file)).toContain("verified.commonest: Expected number")
    expect(await message(file)).toContain("make such files anew")
    writeFileSync(file, text.slice(0, 1000))
    expect(await message(file)).toContain("make such files anew")
    expect(await Effect.runPromise(PoolFolder.kept(folder, "problem-largest"))).toBeUndefined()
    writeFileSync(file, text)
    renameSync(file, join(folder, "problem-renamed.json"))
    expect(await message(join(folder, "problem-renamed.json"))).toContain("rename it to problem-largest.json")
  })

  test("that is missing or empty says how to make one", async () => {
    const message = async (folder: string) =>
      (await Effect.runPromise(Effect.flip(PoolFolder.files(folder)))).message
    mkdirSync(join(root, "empty"))
    for (const folder of ["missing", "empty"]) {
      expect(await message(join(root, folder))).toContain("scaler pool import")
    }
  })
})
