/** Suites that `scaler train` measures beside the training. */
import * as LoopbackServer from "@scaler/policy/tinker/testing/LoopbackServer"
import type { Outcome } from "@scaler/runtime/run/Progress"
import type { BenchmarkCurve } from "@scaler/runtime/run/Summary"
import { recorded } from "@scaler/runtime/testing/testRun"
import { Database } from "bun:sqlite"
import { afterAll, describe, expect, test } from "bun:test"
import { Effect } from "effect"
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { jsonLines, lastLine, outcome as scaler, start } from "./verify/scaler.ts"

const seconds = 1000
const scratch = mkdtempSync(join(tmpdir(), "eval-during-training-"))
afterAll(() => rmSync(scratch, { recursive: true }))
const at = (name: string) => join(scratch, name)

const fixtures = resolve(import.meta.dir, "../evals/fixtures")
const suite = ["--eval-suite", "gpqa,env:comparison@0-1", "--eval-data", fixtures]
const smoke = (
  directory: string,
  ...more: ReadonlyArray<string>
) => ["train", "smoke", "--run-dir", directory, "--warmup-steps", "5", "--json", ...more]

const succeeded = async (args: ReadonlyArray<string>) => {
  const { code, errors, output } = await scaler(args)
  expect(code, errors).toBe(0)
  return { errors, output }
}

/** The run's own record, without benchmarks. */
const training = (path: string) => {
  const { evaluations, ...others } = recorded(path)
  return {
    ...others,
    evaluations: (evaluations as ReadonlyArray<{ readonly split: string }>).filter(({ split }) =>
      ["validation", "test"].includes(split)
    )
  }
}

const responses = (file: string): ReadonlyArray<unknown> => {
  if (!existsSync(file)) return []
  const database = new Database(file, { readonly: true })
  try {
    return database.query("SELECT rowid, * FROM responses ORDER BY rowid").all()
  } catch {
    // It is just being made.
    return []
  } finally {
    database.close()
  }
}

interface Shown {
  readonly suites: ReadonlyArray<{
    readonly suite: string
    readonly metrics: { readonly problems: number; readonly accuracy: { readonly mean: number } }
  }>
}

describe("benchmarks during training", () => {
  test("are those of scaler eval, in the run's record, and change nothing of the run", async () => {
    const [alone, beside] = [at("alone"), at("beside")]
    const expected = lastLine<Outcome>((await succeeded(smoke(alone, "--steps", "4"))).output)
    const measuring = smoke(beside, "--steps", "4", ...suite, "--eval-every", "3", "--eval-limit", "8")
    const { output } = await succeeded(measuring)
    expect(lastLine<Outcome>(output).weights).toEqual(expected.weights)
    expect(training(beside)).toEqual(training(alone))

    const shown = async (directory: string) =>
      lastLine<Shown>((await succeeded(["eval", "show", directory, "--json"])).output).suites
    const all = await shown(join(beside, "evals", "step-000003"))
    expect(all.map(({ metrics, suite }) => [suite, metrics.problems])).toEqual([
      ["gpqa", 3],
      ["env:comparison@0", 8],
      ["env:comparison@1", 8],
      ["env:", 16]
    ])
    const lines = jsonLines(output).filter((line) => "benchmarks" in line)
    expect(lines.map(({ step }) => step)).toEqual([0, 3, 4])
    expect(lines[1]!["benchmarks"]).toEqual(
      Object.fromEntries(all.map(({ metrics, suite }) => [suite, metrics.accuracy.mean]))
    )
    const run = lastLine<{ readonly benchmarks: ReadonlyArray<BenchmarkCurve> }>(
      (await succeeded(["runs", "show", beside, "--json"])).output
    )
    const curve = run.benchmarks.find(({ suite }) => suite === "env:comparison@1")!
    expect(curve.points.map(({ step }) => step)).toEqual([0, 3, 4])
    expect(curve.points[1]!.value).toBe(all[2]!.metrics.accuracy.mean)
    expect(readFileSync(join(beside, "events.out.tfevents.scaler")).includes("accuracy/env:comparison@1"))
      .toBe(true)

    // The same by hand, from a checkpoint that is still there.
    const out = at("by-hand")
    const byHand = ["eval", "--suite", "gpqa,env:comparison@0-1", "--data", fixtures, "--limit", "8"]
    await succeeded([
      ...byHand,
      "--from-checkpoint",
      join(beside, "checkpoints", "step-000004"),
      "--out",
      out
    ])
    const last = join(beside, "evals", "step-000004")
    expect(await shown(out)).toEqual(await shown(last))
    const compared = await succeeded(["eval", "compare", last, join(beside, "evals", "step-000000")])
    expect(compared.output).toContain("GPQA")
  }, 240 * seconds)

  test("go on after SIGKILL, and ask nothing twice that was answered", async () => {
    const directory = at("killed")
    const long = ["--eval-suite", "env:comparison@0-1", "--eval-limit", "48", "--steps", "1"]
    const child = start(smoke(directory, ...long))
    const file = join(directory, "evals", "step-000000", "eval.sqlite")
    while (responses(file).length === 0) await Bun.sleep(2)
    child.kill("SIGKILL")
    await child.exited
    const before = responses(file)
    await succeeded(smoke(directory, ...long, "--resume"))
    const after = responses(file)
    expect(before.length).toBeLessThan(after.length)
    expect(after.slice(0, before.length)).toEqual([...before])
    expect(after.length).toBe(2 * 48)
    expect(responses(join(directory, "evals", "step-000001", "eval.sqlite"))).toHaveLength(2 * 48)
  }, 240 * seconds)

  test("that a server refuses are told, and the run goes on", async () => {
    const tokenizer = resolve(import.meta.dir, "../policy/huggingface/golden/tokenizers/qwen")
    const directory = at("tinker")
    const { code, errors, models, output } = await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
      // The run's own model is the first; no room for another, once.
      const fault = (path: string, before: number) =>
        path === "create_model" && before === 1 ? { kind: "status", status: 400 } as const : undefined
      const server = yield* LoopbackServer.start({ vocabulary: 430, polls: 1, fault })
      const engine = [
        "--engine",
        "tinker",
        "--url",
        server.url,
        "--base-model",
        "tiny",
        "--tokenizer",
        tokenizer
      ]
      const small = ["rollout.maxTokens=3", "rollout.maxPromptTokens=1000", "model.context=1003"]
        .flatMap((setting) => ["--set", setting])
      const args = smoke(directory, ...engine, ...small, "--steps", "2", "--eval-suite", "env:sum@0")
      const ended = yield* Effect.promise(() => scaler([...args, "--eval-limit", "4", "--eval-every", "1"]))
      return { ...ended, models: server.engine.models() }
    })))
    expect(code, errors).toBe(0)
    expect(errors).toContain("The benchmarks of step-000000 failed, and the run goes on without them")
    expect(jsonLines(output).filter((line) => "benchmarks" in line).map(({ step }) => step)).toEqual([1, 2])
    expect(lastLine<Outcome>(output).status).toBe("finished")
    // All of its models were freed.
    expect(models).toBe(0)
    expect(JSON.stringify(recorded(directory).events)).toContain("not-measured")
  }, 240 * seconds)

  mkdirSync(at("bad"))
  writeFileSync(join(at("bad"), "gpqa.jsonl"), JSON.stringify({ Question: "What?" }))
  test.each(
    [
      [["--eval-suite", "math500"], "math500 needs --eval-data DIR"],
      [["--eval-suite", "math500", "--eval-data", fixtures], "has no file of math500"],
      [["--eval-suite", "gpqa", "--eval-data", at("bad")], "Rows of gpqa have"],
      [["--eval-suite", "env:sortign@0"], "Did you mean sorting?"],
      [["--eval-suite", "env:sorting@0", "--eval-every", "0"], "--eval-every is 0"],
      [["--eval-suite", "env:sorting@0", "--eval-limit", "few"], "--eval-limit is few"],
      [["--eval-limit", "5"], "--eval-limit goes with --eval-suite"]
    ] as const
  )("%p are refused before anything starts", async (wrong, message) => {
    const directory = at("refused")
    const { code, errors } = await scaler(smoke(directory, ...wrong))
    expect([code, errors]).toEqual([1, expect.stringContaining(message) as unknown as string])
    expect(existsSync(directory)).toBe(false)
  }, 60 * seconds)

  test("are in what --dry-run says", async () => {
    const dry = smoke(
      at("dry"),
      "--steps",
      "4",
      ...suite,
      "--eval-every",
      "3",
      "--eval-limit",
      "8",
      "--dry-run"
    )
    const { benchmarks } = lastLine<{ readonly benchmarks: unknown }>((await succeeded(dry)).output)
    expect(benchmarks).toEqual({ every: 3, times: 3, responses: 3 + 16, responseTokens: 24 * 19 })
    const { output } = await succeeded(dry.filter((argument) => argument !== "--json"))
    expect(output).toMatch(/3 times.*\n.*\nGPQA +all 3 .*\ncomparison, level 0 +8 /)
  }, 60 * seconds)
})
