/** Environments as suites of `scaler eval`: levels by name, and the grids of recipes. */
import type { Outcome } from "@scaler/runtime/run/Progress"
import { afterAll, describe, expect, test } from "bun:test"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { jsonLines, lastLine, outcome as scaler, start } from "./verify/scaler.ts"

const scratch = mkdtempSync(join(import.meta.dir, ".eval-environments-"))
afterAll(() => rmSync(scratch, { recursive: true }))

const seconds = 1000
const count = 24
const numbersIn = (text: string) => text.match(/\d+/g)!.map(Number)

/** Sorts lists that begin with an even number, and lists of others the wrong way round. */
const knows = (values: ReadonlyArray<number>) => values[0]! % 2 === 0

/** A server of chat completions that answers by `reply`; counts what it is asked. */
const serve = (reply: (statement: string) => string, delay = 0) => {
  const asked = new Map<string, number>()
  const server = Bun.serve({
    port: 0,
    fetch: async (request) => {
      const { messages } = await request.json() as {
        readonly messages: ReadonlyArray<{ readonly content: string }>
      }
      const statement = messages.at(-1)!.content
      asked.set(statement, (asked.get(statement) ?? 0) + 1)
      await Bun.sleep(delay)
      return Response.json({
        choices: [{
          index: 0,
          message: { role: "assistant", content: `So it is \\boxed{${reply(statement)}}.` },
          finish_reason: "stop"
        }]
      })
    }
  })
  return {
    asked,
    server,
    options: ["--engine", "openai", "--url", `http://127.0.0.1:${server.port}/v1`, "--base-model", "tiny"]
  }
}

const sorts = (statement: string) => {
  const values = numbersIn(statement)
  return `[${values.toSorted((a, b) => knows(values) ? a - b : b - a).join(", ")}]`
}

/** Which of the first different test instances of a level are answered rightly, by another way to draw them. */
const expected = async (level: number) => {
  const args = [
    "env",
    "sample",
    "sorting",
    "--level",
    `${level}`,
    "--split",
    "test",
    "--count",
    `${4 * count}`
  ]
  const drawn = jsonLines((await scaler([...args, "--json"])).output).map(({ prompt }) => prompt as string)
  const different = [...new Set(drawn)].slice(0, count).map(numbersIn)
  const right = different.filter((values) => knows(values) || new Set(values).size === 1)
  return { problems: different.length, mean: right.length / different.length }
}

interface Part {
  readonly suite: string
  readonly metrics: {
    readonly problems: number
    readonly faulty: number
    readonly accuracy: { readonly mean: number }
  }
}
const parts = (output: string) => (JSON.parse(output) as { readonly suites: ReadonlyArray<Part> }).suites

const data = mkdtempSync(join(tmpdir(), "eval-data-"))
writeFileSync(
  join(data, "amc23.jsonl"),
  JSON.stringify({
    prompt: [{ role: "user", content: "Sort 7 in ascending order." }],
    reward_model: { ground_truth: "[7]" }
  })
)
afterAll(() => rmSync(data, { recursive: true }))

describe("environments as suites", () => {
  test(
    "levels are scored each, beside benchmarks; after SIGKILL nothing answered is asked again",
    async () => {
      const { asked, options, server } = serve(sorts, 30)
      const suite = ["--suite", "env:sorting@1-2,amc23", "--data", data, "--limit", `${count}`]
      const evaluating = (
        out: string
      ) => ["eval", ...suite, ...options, "--out", join(scratch, out), "--json"]
      const killed = start(evaluating("killed"))
      while (asked.size < count / 2) await Bun.sleep(5)
      killed.kill("SIGKILL")
      await killed.exited
      const before = new Map(asked)
      const shown = parts((await scaler(["eval", "show", join(scratch, "killed"), "--json"])).output)
      const kept = shown.filter(({ suite }) => suite !== "env:").reduce(
        (sum, { metrics }) => sum + metrics.problems,
        0
      )
      const again = await scaler([...evaluating("killed"), "--resume"])
      expect(again.code, again.errors).toBe(0)
      expect([...asked.values()].filter((times) => times > 1).length).toBe(before.size - kept)
      const found = parts(again.output)
      expect(found.map(({ suite }) => suite)).toEqual(["env:sorting@1", "env:sorting@2", "amc23", "env:"])
      for (const [place, level] of [1, 2].entries()) {
        const { accuracy, faulty, problems } = found[place]!.metrics
        expect({ problems, mean: accuracy.mean, faulty }).toEqual({ ...await expected(level), faulty: 0 })
      }
      expect(found[2]!.metrics.problems).toBe(1)
      const [one, two, , together] = found.map(({ metrics }) => metrics)
      expect(together!.accuracy.mean).toBeCloseTo((one!.accuracy.mean + two!.accuracy.mean) / 2, 12)

      const validation = await scaler([
        "eval",
        "--suite",
        "env:sorting@1-2:validation",
        ...options,
        "--out",
        join(scratch, "validation"),
        "--limit",
        "5"
      ])
      expect(validation.output).toMatch(/sorting, level 1, validation +5 /)
      const compared = await scaler(["eval", "compare", join(scratch, "killed"), join(scratch, "validation")])
      expect(compared.errors).toContain("no problem in common")
      // Against itself: each level, and all levels together over the problems of both.
      const itself = await scaler([
        "eval",
        "compare",
        join(scratch, "killed"),
        join(scratch, "killed"),
        "--json"
      ])
      const rows = (JSON.parse(itself.output) as {
        readonly suites: ReadonlyArray<
          { readonly suite: string; readonly problems: number; readonly before: number }
        >
      }).suites
      expect(rows.map(({ problems, suite }) => [suite, problems])).toEqual([
        ["env:sorting@1", one!.problems],
        ["env:sorting@2", two!.problems],
        ["amc23", 1],
        ["env:", one!.problems + two!.problems]
      ])
      expect(rows.at(-1)!.before).toBe(together!.accuracy.mean)
      const rejudged = await scaler(["eval", "rejudge", join(scratch, "validation")])
      expect(rejudged.output).toBe(
        "env:sorting@1:validation: 0 verdicts changed\nenv:sorting@2:validation: 0 verdicts changed\n"
      )
      server.stop(true)
    },
    180 * seconds
  )

  test("a fault of an environment is no wrong answer, and what it draws must stay the same", async () => {
    const file = join(scratch, "doubling.ts")
    const declare = (check: string, shift = 0) =>
      writeFileSync(
        file,
        `import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

export default Environment.make({
  name: "doubling",
  tags: ["number"],
  skill: "doubling",
  source: "Original",
  scale: { most: Scale.geometric({ min: 500, max: 5000 }) },
  instance: Schema.Struct({ value: Schema.Int }),
  answer: Answer.integer,
  generate: ({ most }) => Gen.struct({ value: Gen.int(${shift}, most + ${shift}) }),
  statement: ({ value }) => \`What is \${value} + \${value}?\`,
  solve: ({ value }) => value + value,
  check: ({ value }, answer) => {
    ${check}
    return answer === value + value || "not twice the number"
  }
})
`
      )
    declare("if (value % 3 === 0) throw new Error(\"lost\")")
    const { asked, options, server } = serve((statement) => String(2 * numbersIn(statement)[0]!))
    const out = join(scratch, "doubling")
    const evaluating = ["eval", "--suite", `env:${file}@0`, "--limit", "10", ...options, "--out", out]
    const first = await scaler([...evaluating, "--json"])
    expect(first.code, first.errors).toBe(0)
    const lost = [...asked.keys()].filter((statement) => numbersIn(statement)[0]! % 3 === 0).length
    expect(lost).toBeGreaterThan(0)
    expect(parts(first.output)[0]!.metrics).toMatchObject({
      problems: 10 - lost,
      faulty: lost,
      accuracy: { mean: 1 }
    })
    expect((await scaler(["eval", "show", out])).output).toContain(`level 0: ${lost} problems do not count`)

    declare("")
    const mended = await scaler(["eval", "rejudge", out, "--json"])
    expect(JSON.parse(mended.output)).toMatchObject({ suites: [{ changed: lost }] })
    const shown = parts((await scaler(["eval", "show", out, "--json"])).output)[0]!.metrics
    expect(shown).toMatchObject({ problems: 10, faulty: 0, accuracy: { mean: 1 } })

    declare("", 1)
    const requests = asked.size
    for (const other of [["eval", "rejudge", out], [...evaluating, "--resume"]]) {
      const { code, errors } = await scaler(other)
      expect([code, errors]).toEqual([
        1,
        expect.stringMatching(/Of 10 problems of env:.*doubling\.ts@0 .* has changed/) as unknown as string
      ])
    }
    expect(asked.size).toBe(requests)
    server.stop(true)
  }, 180 * seconds)

  test("a checkpoint is measured by its run's recipe, and scores as the run's own test did", async () => {
    const directory = join(scratch, "run")
    const trained = await scaler(["train", "smoke", "--run-dir", directory, "--steps", "1", "--json"])
    expect(trained.code, trained.errors).toBe(0)
    const { afterWarmup, instances } = lastLine<Outcome>(trained.output).test!
    const checkpoint = ["--from-checkpoint", join(directory, "checkpoints", "step-000000"), "--json"]
    for (const suite of [["recipe:smoke"], ["env:comparison@0-1,env:parity@0-1", "--limit", "8"]]) {
      const out = ["--out", mkdtempSync(join(scratch, "measured-"))]
      const { code, errors, output } = await scaler(["eval", "--suite", ...suite, ...checkpoint, ...out])
      expect(code, errors).toBe(0)
      const { accuracy, problems } = parts(output).at(-1)!.metrics
      expect({ problems, mean: accuracy.mean }).toEqual({ problems: instances, mean: afterWarmup })
    }
    const elsewhere = await scaler(["eval", "--suite", "env:sum@0", "--from-checkpoint", data, "--dry-run"])
    expect([elsewhere.code, elsewhere.errors]).toEqual([
      1,
      expect.stringContaining("is in no run") as unknown as string
    ])
  }, 180 * seconds)

  test.each(
    [
      ["recipe:smok", "no recipe named \"smok\". Did you mean smoke?"],
      ["env:sortign@0-3", "no environment named \"sortign\". Did you mean sorting?"],
      ["env:sorting@0-99", "sorting has levels 0 to 29, not 30"],
      ["env:sorting@3-0", "is not env:NAME@LEVELS"],
      ["env:sorting@0,2", "env:sorting@0,env:sorting@2"],
      ["env:sorting@0,amc23", "amc23 needs --data"]
    ] as const
  )("%s is refused, and why is said", async (suite, message) => {
    const { code, errors } = await scaler(["eval", "--suite", suite, "--dry-run"])
    expect([code, errors]).toEqual([1, expect.stringContaining(message) as unknown as string])
  }, 60 * seconds)
})
