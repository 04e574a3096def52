/** Pools of programming problems, from the command line. */
import { afterFirst, largest, loop, poolText, raw, sorted } from "@scaler/synthesis/pool/testing"
import { nativeTest } from "@scaler/synthesis/testing/nativeTest"
import { afterAll, expect, test } from "bun:test"
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { jsonLines, outcome as scaler } from "./verify/scaler.ts"

const seconds = 1000
const folder = mkdtempSync(join(tmpdir(), "scaler-pool-"))
afterAll(() => rmSync(folder, { recursive: true }))

const write = (name: string, text: string) => {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

const file = write(
  "pool.json",
  poolText(
    raw({
      name: "1_A. Largest",
      sources: [largest, afterFirst, sorted, loop],
      upstreamLevels: [0, 2, 8]
    }),
    raw({ name: "2_B. Few", sources: [largest, sorted] }),
    { ...raw({ name: "3_C. Graph" }), output_type: "graph" }
  )
)
const out = join(folder, "out")
const name = "problem-1-a-largest"

nativeTest(
  "import says what was admitted, what was rejected and why, and which solutions are wrong",
  async () => {
    const { code, output } = await scaler(["pool", "import", file, "--out", out])
    expect(code).toBe(0)
    expect(output).toContain("3 entries: 1 admitted, 2 rejected (solutions 1, format 1)\n")
    expect(output).toMatch(/^problem-1-a-largest +bigint +12 +3 of 4 +202 /m)
    expect(output).toContain("rejected: solutions\n  2_B. Few: 2 solutions can be used")
    expect(output).toContain("rejected: format\n  3_C. Graph: output_type: Expected number, array or string")
    expect(output).toMatch(
      /^ {2}problem-1-a-largest, solution 2 of 4: answers \d+, where 3 others answer \d+, to/m
    )

    const again = await scaler(["pool", "import", file, "--out", out, "--json"])
    expect(jsonLines(again.output)).toMatchObject([
      { name, title: "1_A. Largest", status: "admitted", levels: 12, ladder: "derived", oracle: [0, 2, 3] },
      { name: "problem-2-b-few", status: "rejected", stage: "solutions" },
      { name: "problem-3-c-graph", status: "rejected", stage: "format" },
      { entries: 3, admitted: 1, rejected: { solutions: 1, format: 1 } }
    ])
  }
)

nativeTest("what was imported is listed, shown and sampled by its name", async () => {
  const pool = ["--pool", out, "--json"]
  const listed = await scaler(["env", "list", "--family", "pool", "--answer", "bigint", ...pool])
  expect(jsonLines(listed.output)).toMatchObject([{ name, family: "pool", tags: ["pool"] }])
  const args = ["env", "sample", name, "--level", "3", "--seed", "5", "--count", "12", ...pool]
  const { errors, output } = await scaler(args)
  expect(errors).toBe("")
  const rows = jsonLines(output)
  expect(rows).toHaveLength(12)
  for (const { gold, instance, scale } of rows) {
    const [count, numbers] = (instance as { input: string }).input.split("\n")
    expect(Number(count)).toBe((scale as { n: number }).n)
    expect(gold).toBe(String(Math.max(...numbers!.split(" ").map(Number))))
  }
  expect((await scaler(args)).output).toBe(output)
  const ofFile = await scaler(["env", "sample", join(out, `${name}.json`), ...args.slice(3, -3), "--json"])
  expect(ofFile.output).toBe(output)
})

nativeTest("a model is measured on levels of what was imported, and judged again", async () => {
  const right: Array<boolean> = []
  // Knows the largest number of lists that begin with an even one.
  const server = Bun.serve({
    port: 0,
    fetch: async (request) => {
      const { messages } = await request.json() as {
        readonly messages: ReadonlyArray<{ readonly content: string }>
      }
      const numbers = JSON.parse(/'a': (\[.*?\])/.exec(messages.at(-1)!.content)![1]!) as ReadonlyArray<
        number
      >
      const isKnown = numbers[0]! % 2 === 0
      right.push(isKnown)
      const content = `\\boxed{${Math.max(...numbers) + (isKnown ? 0 : 1)}}`
      return Response.json({
        choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }]
      })
    }
  })
  const engine = [
    "--engine",
    "openai",
    "--url",
    `http://127.0.0.1:${server.port}/v1`,
    "--base-model",
    "largest"
  ]
  const record = join(folder, "eval")
  const suite = ["--suite", `env:${name}@2-3`, "--limit", "15", "--pool", out]
  const { code, errors, output } = await scaler(["eval", ...suite, ...engine, "--out", record, "--json"])
  server.stop(true)
  expect(code, errors).toBe(0)
  const { suites } = JSON.parse(output) as {
    readonly suites: ReadonlyArray<{ readonly suite: string; readonly metrics: unknown }>
  }
  expect(suites.map(({ suite }) => suite)).toEqual([`env:${name}@2`, `env:${name}@3`, "env:"])
  expect(right).toHaveLength(30)
  expect(suites[2]!.metrics).toMatchObject({
    problems: 30,
    accuracy: { mean: right.filter((isKnown) => isKnown).length / 30 }
  })
  const again = await scaler(["eval", "rejudge", record, "--pool", out])
  expect(again.output).toBe(`env:${name}@2: 0 verdicts changed\nenv:${name}@3: 0 verdicts changed\n`)
})

nativeTest("a run goes on from the files of a reference run, and writes its own", async () => {
  const reference = join(folder, "reference")
  const state = { d: 1.5, t: 7, last_step: 20, distance_history: [1.25], correct_history: [0.5] }
  const configs = JSON.parse(readFileSync(file, "utf8")) as Record<string, { params: object }>
  const settings = { target: 0.5, k: 2, dmin: 0, dmax: 2, step_cap: 1, activate_function: "base" }
  for (const [title, config] of Object.entries(configs)) {
    const params = { ...settings, history_len: 10, state }
    configs[title] = { ...config, params: { ...config.params, difficulty: { version: 2, params } } as object }
  }
  mkdirSync(reference)
  writeFileSync(join(reference, "train_configs.json"), JSON.stringify(configs))
  writeFileSync(
    join(reference, "environment_windows.json"),
    JSON.stringify({ windows_environment: ["1_A. Largest", "2_B. Few"] })
  )

  const run = join(folder, "run")
  const once = ["--steps", "1", "--warmup-steps", "0", "--run-dir", run, "--json"]
  const trained = await scaler(["train", "pool", "--pool", out, "--from-reference", reference, ...once])
  expect(trained.errors).toContain("left out: 2_B. Few, 3_C. Graph\n")
  const [{ environments }] = jsonLines(trained.output) as [
    { environments: ReadonlyArray<{ difficulty: number; accuracy: number }> }
  ]
  // 1.5 is r = 5, which the derived levels 0, 1, 2 and so on reach at 5; a step is 2 · (accuracy − 0.5).
  const difficulty = 5 + 2 * (environments[0]!.accuracy - 0.5)
  expect(environments).toMatchObject([{ environment: name, difficulty }])

  const back = join(folder, "back")
  const written = await scaler(["pool", "state", run, file, "--pool", out, "--out", back])
  expect(written.output).toStartWith("1 environments, 1 of them active, as of step-000001")
  const read = (name: string) => JSON.parse(readFileSync(join(back, name), "utf8")) as unknown
  expect(read("environment_windows.json")).toEqual({ windows_environment: ["1_A. Largest"] })
  expect(read("train_configs.json")).toMatchObject({
    "1_A. Largest": {
      logic_description: "You are given n numbers.",
      params: {
        difficulty: {
          version: 2,
          params: { ...settings, state: { d: 1 + (difficulty - 2) / 6, t: 8, last_step: 21 } }
        }
      }
    }
  })
  const other = join(folder, "other")
  mkdirSync(other)
  writeFileSync(
    join(other, `${name}.json`),
    JSON.stringify({ ...JSON.parse(readFileSync(join(out, `${name}.json`), "utf8")) as object, hash: "0" })
  )
  const changed = await scaler(["pool", "state", run, file, "--pool", other, "--out", back])
  expect(changed.errors).toContain("with other levels or programs than the run was started with")
  const unnamed = await scaler(["train", "pool", "--from-reference", reference, ...once])
  expect(unnamed.errors).toContain("--from-reference goes with --pool")
})

test("without an environment the import fails; what is no pool is named", async () => {
  const refused = async (...args: ReadonlyArray<string>) => {
    const { code, errors } = await scaler(args)
    expect(code).toBe(1)
    return errors
  }
  const none = join(folder, "none")
  expect(await refused("pool", "import", write("list.json", "[]"), "--out", none)).toContain(
    "list.json: It is no pool"
  )
  expect(await refused("pool", "import", join(folder, "missing.json"), "--out", none)).toContain(
    "could not be read"
  )
  expect(existsSync(none)).toBe(false)
  expect(await refused("env", "sample", name, "--pool", none)).toContain(
    "`scaler pool import` and `scaler synth` make pools"
  )
}, 60 * seconds)

nativeTest("a pool of which nothing holds is an error", async () => {
  const bad = write("bad.json", poolText(raw({ name: "Few", sources: [largest, sorted] })))
  const { code, errors } = await scaler(["pool", "import", bad, "--out", join(folder, "bad")])
  expect(code).toBe(1)
  expect(errors).toContain("No entry of the pool was admitted")
})
