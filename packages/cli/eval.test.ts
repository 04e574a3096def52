import { afterAll, describe, expect, test } from "bun:test"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const scratch = mkdtempSync(join(tmpdir(), "eval-"))
afterAll(() => rmSync(scratch, { recursive: true }))

const seconds = 1000
const system = "Put your answer within \\boxed{}."
const count = 60

/** Sums, each of them twice: one problem with two rows. */
const data = mkdtempSync(join(scratch, "data-"))
writeFileSync(
  join(data, "amc23.jsonl"),
  Array.from({ length: 2 * count }, (_, row) =>
    JSON.stringify({
      prompt: [{ role: "system", content: system }, { role: "user", content: `What is ${row % count} + 1?` }],
      reward_model: { ground_truth: `\\boxed{${row % count + 1}.0}` }
    })).join("\n")
)

/** Knows every sum whose first number is not divisible by `ignorance`; counts what it is asked. */
const serve = (ignorance: number, delay = 0) => {
  const asked = new Map<string, number>()
  const server = Bun.serve({
    port: 0,
    fetch: async (request) => {
      const { messages, n = 1 } = await request.json() as {
        readonly messages: ReadonlyArray<{ readonly content: string }>
        readonly n?: number
      }
      expect(messages[0]!.content).toBe(system)
      const statement = messages[1]!.content
      asked.set(statement, (asked.get(statement) ?? 0) + 1)
      await Bun.sleep(delay)
      const number = Number(/\d+/.exec(statement)![0])
      const answer = number % ignorance === 0 ? "-1" : String(number + 1)
      return Response.json({
        choices: Array.from({ length: n }, (_, index) => ({
          index,
          message: { role: "assistant", content: `So it is \\boxed{${answer}}.` },
          finish_reason: "stop"
        }))
      })
    }
  })
  return { asked, server, url: `http://127.0.0.1:${server.port}/v1` }
}

const start = (...args: ReadonlyArray<string>) =>
  Bun.spawn([process.execPath, join(import.meta.dir, "main.ts"), "eval", ...args], {
    stdio: ["ignore", "pipe", "pipe"]
  })

const scaler = async (...args: ReadonlyArray<string>) => {
  const child = start(...args)
  const [output, errors, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited
  ])
  return { output, errors, code }
}

const asking = (url: string, out: string) => [
  "--suite",
  "amc23",
  "--data",
  data,
  "--engine",
  "openai",
  "--url",
  url,
  "--base-model",
  "sums",
  "--out",
  join(scratch, out)
]

describe("scaler eval", () => {
  test("after SIGKILL nothing that was answered is asked again, and the table is the same", async () => {
    const { asked, server, url } = serve(4, 40)
    const killed = start(...asking(url, "killed"))
    while (asked.size < count / 2) await Bun.sleep(5)
    killed.kill("SIGKILL")
    await killed.exited
    const before = new Map(asked)
    const shown = await scaler("show", join(scratch, "killed"), "--json")
    const kept: number = JSON.parse(shown.output).suites[0].metrics.problems
    expect(kept).toBeGreaterThan(0)
    expect(kept).toBeLessThan(count)
    const again = await scaler(...asking(url, "killed"), "--resume")
    expect(again.code, again.errors).toBe(0)
    // Those under way when it was killed are asked once more.
    const twice = [...asked.values()].filter((times) => times > 1).length
    expect(twice).toBe(before.size - kept)
    expect(twice).toBeLessThanOrEqual(16)
    expect(asked.size).toBe(count)
    const whole = await scaler(...asking(url, "whole"))
    expect(again.output).toBe(whole.output)
    expect(whole.output).toContain("75.0 [")
    server.stop(true)
  }, 120 * seconds)

  test(
    "samples are as many as rows, two evaluations are compared, and verdicts made again are the same",
    async () => {
      const [worse, better] = [serve(2), serve(4)]
      const first = await scaler(...asking(worse.url, "a"), "--temperature", "0.7", "--json")
      expect(first.code, first.errors).toBe(0)
      expect(JSON.parse(first.output)).toMatchObject({
        finished: true,
        suites: [{
          suite: "amc23",
          metrics: { problems: count, samples: 2, accuracy: { mean: 0.5 }, majority: { mean: 0.5 } }
        }]
      })
      await scaler(...asking(better.url, "b"), "--temperature", "0.7", "--limit", "40")
      const compared = await scaler("compare", join(scratch, "a"), join(scratch, "b"), "--json")
      const { after, before, difference, p, problems } = JSON.parse(compared.output).suites[0]
      expect(problems).toBe(40)
      expect(difference.mean).toBeCloseTo(after - before, 12)
      expect(after).toBeGreaterThan(before)
      expect(p).toBeLessThan(0.01)
      const again = await scaler("rejudge", join(scratch, "a"), "--data", data)
      expect(again.output).toBe("amc23: 0 verdicts changed\n")
      worse.server.stop(true)
      better.server.stop(true)
    },
    120 * seconds
  )

  test("what is wrong with the command line is said before anything is asked", async () => {
    const { asked, server, url } = serve(2)
    expect((await scaler("--suite", "amc24", "--data", data)).errors).toContain(
      "no benchmark named \"amc24\""
    )
    expect((await scaler("--suite", "amc23")).errors).toContain("amc23 needs --data DIR")
    expect((await scaler(...asking(url, "c"), "--limit", "some")).errors).toContain("--limit is some")
    expect((await scaler(...asking(url, "c"), "--resume")).errors).toContain("no evaluation to go on with")
    const { code, errors } = await scaler(...asking(url, "c"), "--dry-run")
    expect([code, errors]).toEqual([
      0,
      expect.stringMatching(/AMC 2023 +all 60 +60 +≈ 1 +62/) as unknown as string
    ])
    expect(asked.size).toBe(0)
    expect((await scaler("show", scratch)).errors).toContain("no evaluation was begun")
    server.stop(true)
  }, 120 * seconds)
})
