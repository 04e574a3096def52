/** Exports as their users make and read them. */
import { afterAll, describe, expect, test } from "bun:test"
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import type { Row } from "./export/Row.ts"
import { jsonLines, outcome, run, start } from "./verify/scaler.ts"

const folder = mkdtempSync(join(tmpdir(), "scaler-export-test-"))
afterAll(() => rmSync(folder, { recursive: true }))
const seconds = 1000

const read = (out: string, name = "train.jsonl") => readFileSync(join(out, name), "utf8")
const rowsOf = (out: string, name?: string) => jsonLines(read(out, name)) as unknown as ReadonlyArray<Row>
const sha256 = (file: string) => new Bun.CryptoHasher("sha256").update(readFileSync(file)).digest("hex")
const instances = (rows: ReadonlyArray<Row>) =>
  rows.map(({ extra_info: { environment, instance } }) => `${environment} ${instance}`)

const few = ["env", "export", "--envs", "sum,topological-order", "--levels", "1-2", "--count", "30"] as const

describe("an export", () => {
  const [first, second, table] = [join(folder, "first"), join(folder, "second"), join(folder, "table")]

  test("has the rows that were asked for, each another instance, and a card that tells of them", async () => {
    await run(...few, "--split", "train", "--seed", "5", "--out", first)
    const rows = rowsOf(first)
    expect(new Set(instances(rows)).size).toBe(rows.length)
    const places = rows.map(({ extra_info: { environment, level } }) => `${environment} ${level}`)
    expect(places).toEqual(
      ["sum 1", "sum 2", "topological-order 1", "topological-order 2"].flatMap((place) =>
        Array(30).fill(place)
      )
    )
    for (const { data_source, extra_info, prompt, reward_model } of rows) {
      expect(data_source).toBe(`scaler/${extra_info.environment}`)
      expect(prompt.map(({ role }) => role)).toEqual(["system", "user"])
      if (extra_info.environment !== "sum") continue
      const { terms } = JSON.parse(extra_info.instance) as { readonly terms: ReadonlyArray<number> }
      for (const term of terms) expect(prompt[1]!.content).toContain(String(term))
      expect(reward_model).toEqual({ style: "rule", ground_truth: String(terms.reduce((a, b) => a + b)) })
    }
    const card = read(first, "README.md")
    expect(card).toContain(sha256(join(first, "train.jsonl")))
    expect(card).toMatch(/\| sum \| integer \| 60 \| 1–2: 30 \| `[0-9a-f]{64}` \|/)
    expect(card).toContain(
      "scaler env export --envs sum,topological-order --levels 1-2 --count 30 --split train --format jsonl --seed 5"
    )
    expect(readdirSync(first).sort()).toEqual(["README.md", "train.jsonl"])
  }, 60 * seconds)

  test("is the same bytes for the same arguments, and the same rows in Parquet", async () => {
    await run(...few, "--split", "train", "--seed", "5", "--out", second)
    expect([read(second), read(second, "README.md")]).toEqual([read(first), read(first, "README.md")])
    await run(...few, "--split", "train", "--seed", "5", "--format", "parquet", "--out", table)
    const file = await asyncBufferFromFile(join(table, "train.parquet"))
    const rows = JSON.parse(
      JSON.stringify(
        await parquetReadObjects({ file }),
        (_, value) => typeof value === "bigint" ? Number(value) : value
      )
    ) as ReadonlyArray<Row>
    expect(rows).toEqual(rowsOf(first))
  }, 60 * seconds)

  test("has rows that their coordinates draw again", async () => {
    for (
      const { extra_info: { environment, gold, index, instance, level, seed, split } } of rowsOf(first).slice(
        -2
      )
    ) {
      const coordinates = Object.entries({ level, seed, index, split }).flatMap((
        [name, value]
      ) => [`--${name}`, `${value}`])
      const [drawn] = jsonLines(await run("env", "sample", environment, ...coordinates, "--json"))
      expect(drawn).toMatchObject({ instance: JSON.parse(instance), gold: JSON.parse(gold) })
    }
  }, 60 * seconds)

  test(
    "is judged line by line, by the environments of its rows, in one process that answers at once",
    async () => {
      const [sum, order] = [rowsOf(first)[0]!, rowsOf(first).at(-1)!]
      const line = ({ extra_info }: Row, response: string) => `${JSON.stringify({ extra_info, response })}\n`
      const boxed = ({ reward_model }: Row) => `So \\boxed{${reward_model.ground_truth}}`
      const child = Bun.spawn(
        [process.execPath, resolve(import.meta.dir, "main.ts"), "judge", "--rows", "-"],
        {
          stdin: "pipe",
          stdout: "pipe",
          stderr: "pipe"
        }
      )
      const answers = child.stdout.getReader()
      const judged = async (text: string) => {
        child.stdin.write(text)
        await child.stdin.flush()
        const { value } = await answers.read()
        return JSON.parse(new TextDecoder().decode(value)) as Record<string, unknown>
      }
      expect(await judged(line(sum, boxed(sum)))).toEqual({ reward: 1, verdict: "accepted" })
      expect(await judged(line(order, boxed(order)))).toEqual({ reward: 1, verdict: "accepted" })
      expect(await judged(line(order, boxed(sum)))).toMatchObject({ reward: 0, verdict: "wrong" })
      expect(await judged(line(sum, "No idea."))).toMatchObject({ reward: 0, verdict: "malformed" })
      const unknown = await judged(
        line({ ...sum, extra_info: { ...sum.extra_info, environment: "summ" } }, "1")
      )
      expect(unknown).toMatchObject({ reward: null, error: expect.stringContaining("Did you mean sum?") })
      const bent = await judged(
        line({ ...order, extra_info: { ...order.extra_info, instance: "{}" } }, boxed(order))
      )
      expect(bent).toMatchObject({ reward: null, error: expect.stringContaining("is missing") })
      expect(await judged("{\"response\": \"1\"}\n")).toEqual({
        reward: null,
        error: "extra_info: is missing"
      })
      await child.stdin.end()
      expect(await child.exited).toBe(1)
    },
    60 * seconds
  )
})

test("splits share no instance, whatever their seeds, and a level that has no more is said to", async () => {
  const outs = await Promise.all((["train", "validation", "test"] as const).map(async (split, seed) => {
    const out = join(folder, `split-${split}`)
    const args = ["--envs", "comparison", "--levels", "0", "--count", "2000"]
    await run("env", "export", ...args, "--split", split, "--seed", `${seed}`, "--out", out)
    expect(read(out, "README.md")).toContain("no more different instances were found there")
    return instances(rowsOf(out, `${split}.jsonl`))
  }))
  const all = outs.flat()
  expect(new Set(all).size).toBe(all.length)
  // Level 0 has 30 numbers in ordered pairs, asked in two ways: 1740 instances, 60 % of them for training.
  expect(outs[0]!.length).toBeGreaterThan(900)
  expect(outs[0]!.length).toBeLessThan(1150)
  for (const held of outs.slice(1)) expect(held.length).toBeGreaterThan(250)
}, 120 * seconds)

test("an export that was killed goes on by --resume, and ends as one left alone", async () => {
  const [whole, killed] = [join(folder, "whole"), join(folder, "killed")]
  const args = [
    "env",
    "export",
    "--envs",
    "sum,sorting",
    "--levels",
    "5-9",
    "--count",
    "1500",
    "--split",
    "train",
    "--out"
  ]
  const draft = join(killed, ".unfinished.sqlite-wal")
  await run(...args, whole)
  const child = start([...args, killed])
  while (!existsSync(draft) || Bun.file(draft).size < 300_000) await Bun.sleep(2)
  child.kill("SIGKILL")
  await child.exited
  expect(readdirSync(killed)).not.toContain("train.jsonl")
  const again = await outcome([...args, killed])
  expect(again).toMatchObject({ code: 1, errors: expect.stringContaining("--resume") })
  const other = await outcome([...args, killed, "--resume", "--seed", "1"])
  expect(other).toMatchObject({ code: 1, errors: expect.stringContaining("other arguments") })
  await run(...args, killed, "--resume")
  expect([read(killed), read(killed, "README.md")]).toEqual([read(whole), read(whole, "README.md")])
  expect(readdirSync(killed).sort()).toEqual(["README.md", "train.jsonl"])
  expect(await outcome([...args, killed])).toMatchObject({
    code: 1,
    errors: expect.stringContaining("is not empty")
  })
}, 120 * seconds)

test("a fault of an environment is reported, and never a row", async () => {
  const source = /```ts\n([^]*?)```/.exec(
    readFileSync(resolve(import.meta.dir, "../../README.md"), "utf8")
  )![1]!
  const faulty = join(folder, "faulty.ts")
  writeFileSync(
    faulty,
    source.replace(
      "solve: ({ values }) =>",
      "solve: ({ values }) => values[0]! % 7 === 0 ? Math.max(...(undefined as unknown as Array<number>)) :"
    )
  )
  const out = join(folder, "faults")
  const args = ["--envs", faulty, "--levels", "3-4", "--count", "20", "--split", "train", "--out", out]
  const { code, errors } = await outcome(["env", "export", ...args])
  expect(code).toBe(1)
  const faults = Number(/(\d+) draws failed/.exec(errors)![1])
  const rows = rowsOf(out)
  expect(rows).toHaveLength(40)
  for (const { extra_info: { instance } } of rows) {
    expect((JSON.parse(instance) as { readonly values: ReadonlyArray<number> }).values[0]! % 7).not.toBe(0)
  }
  const card = read(out, "README.md")
  expect(card.match(/solve threw|draw threw/g)).toHaveLength(faults)
}, 60 * seconds)

test("what cannot be exported is refused with what to do", async () => {
  const refused = async (...args: ReadonlyArray<string>) =>
    (await outcome(["env", "export", "--split", "test", "--out", join(folder, "never"), ...args])).errors
  expect(await refused()).toContain("--all or --family")
  expect(await refused("--envs", "sum", "--levels", "9-3")).toContain("--levels 9-3 is no range")
  expect(await refused("--envs", "sum", "--levels", "90")).toContain("no environment has these levels")
  expect(await refused("--envs", "summ")).toContain("Did you mean sum?")
  expect(await refused("--envs", "sum", "--count", "0")).toContain("--count must be at least 1")
}, 60 * seconds)
