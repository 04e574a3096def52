import { BunContext } from "@effect/platform-bun"
import * as MathJudge from "@scaler/judge/math/MathJudge"
import { afterAll, describe, expect, test } from "bun:test"
import { Effect, ManagedRuntime } from "effect"
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import type { Problem } from "./Problem.ts"
import type { Suite } from "./Suite.ts"
import * as SuiteFile from "./SuiteFile.ts"
import { gpqa } from "./suites/gpqa.ts"
import { aime24 } from "./suites/mathematics.ts"
import { suites } from "./suites/registry.ts"

const directory = mkdtempSync(join(tmpdir(), "suites-"))
const runtime = ManagedRuntime.make(MathJudge.layer())
afterAll(async () => {
  await runtime.dispose()
  rmSync(directory, { recursive: true })
})

const problems = (suite: Suite, data: string): Promise<ReadonlyArray<Problem>> =>
  SuiteFile.find(suite, data).pipe(
    Effect.flatMap((file) => SuiteFile.read(suite, file)),
    Effect.provide(BunContext.layer),
    Effect.runPromise
  )
const refusal = (suite: Suite, data: string): Promise<string> =>
  SuiteFile.find(suite, data).pipe(
    Effect.flatMap((file) => SuiteFile.read(suite, file)),
    Effect.flip,
    Effect.map(({ message }) => message),
    Effect.provide(BunContext.layer),
    Effect.runPromise
  )
const folder = (files: Readonly<Record<string, ReadonlyArray<unknown>>>): string => {
  const data = mkdtempSync(join(directory, "data-"))
  for (const [name, rows] of Object.entries(files)) {
    writeFileSync(join(data, name), rows.map((row) => JSON.stringify(row)).join("\n"))
  }
  return data
}
const row = (statement: string, gold = "1", system = "Box it.") => ({
  prompt: [{ role: "system", content: system }, { role: "user", content: statement }],
  reward_model: { ground_truth: gold }
})

describe("files", () => {
  test("rows that say the same are one problem, with its repeats", async () => {
    const data = folder({ "aime24.jsonl": [row("a"), row("b"), row("a"), row("a", "2")] })
    const found = await problems(aime24, data)
    expect(found.map(({ gold, repeats, statement, system }) => ({ gold, repeats, statement, system })))
      .toEqual([
        { statement: "a", gold: "1", repeats: 2, system: "Box it." },
        { statement: "b", gold: "1", repeats: 1, system: "Box it." },
        { statement: "a", gold: "2", repeats: 1, system: "Box it." }
      ])
    expect(new Set(found.map(({ id }) => id)).size).toBe(3)
  })

  test("a file that is missing, is there twice, or has other rows says so", async () => {
    expect(await refusal(aime24, folder({ "math.jsonl": [row("a")] }))).toContain("no file of aime24")
    expect(await refusal(aime24, folder({ "aime24.jsonl": [row("a")], "AIME_24-b.jsonl": [row("a")] })))
      .toContain("more than one file of aime24: AIME_24-b.jsonl, aime24.jsonl")
    expect(await refusal(aime24, folder({ "aime24.jsonl": [row("a"), { question: "b" }] })))
      .toContain("row 2: ")
    expect(await refusal(aime24, folder({ "aime24.jsonl": [] }))).toContain("has no rows")
    const twoTurns = { ...row("a"), prompt: [{ role: "user", content: "a" }, { role: "user", content: "b" }] }
    expect(await refusal(aime24, folder({ "aime24.jsonl": [{ ...twoTurns, prompt: [] }] }))).toContain(
      "row 1"
    )
    expect(await refusal(aime24, join(directory, "absent"))).toContain("cannot be read")
  })
})

test("GPQA's options are in an order of the question's own, and the gold is the right one's letter", async () => {
  const data = mkdtempSync(join(directory, "gpqa-"))
  copyFileSync(join(import.meta.dir, "fixtures/gpqa.jsonl"), join(data, "gpqa_synthetic.jsonl"))
  const found = await problems(gpqa, data)
  expect(found.map(({ stratum }) => stratum)).toEqual(["Physics", "Chemistry", "Biology"])
  for (const [index, answer] of ["9 J", "5", "The chloroplast"].entries()) {
    const { gold, statement } = found[index]!
    expect(statement).toContain(`(${gold}) ${answer}\n`)
    expect([...statement.matchAll(/^\(([A-D])\) /gm)].map(([, letter]) => letter).join("")).toBe("ABCD")
  }
})

const real = resolve(import.meta.dir, "../../../shared/data/benchmarks")

/** What is in the files: problems, repeats of each, the longest statement. */
const expected: Readonly<Record<string, readonly [number, number]>> = {
  math500: [500, 1],
  amc23: [40, 16],
  aime24: [30, 16],
  "mmlu-pro": [70, 16],
  bbeh: [460, 1]
}

test.skipIf(!existsSync(real))(
  "real files: problems and their repeats, and every gold in a box is accepted (needs ../shared/data)",
  async () => {
    for (const suite of suites) {
      const of = expected[suite.name]
      if (of === undefined) continue
      const found = await problems(suite, real)
      expect([found.length, ...new Set(found.map(({ repeats }) => repeats))]).toEqual([...of])
      for (const problem of found) {
        const response = problem.gold.startsWith("\\boxed") ? problem.gold : `\\boxed{${problem.gold}}`
        const verdict = await runtime.runPromise(suite.judge(problem, response))
        expect([suite.name, problem.gold, verdict._tag]).toEqual([suite.name, problem.gold, "Accepted"])
      }
    }
  },
  60_000
)
