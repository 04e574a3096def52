import { afterAll, describe, expect, test } from "bun:test"
import { Effect } from "effect"
import { parquetWriteFile } from "hyparquet-writer"
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { overlap, read } from "./Benchmark.ts"

const folder = mkdtempSync(join(tmpdir(), "scaler-benchmark-"))
afterAll(() => rmSync(folder, { recursive: true }))

const problem =
  "Every morning Aya goes for a walk of nine kilometres and stops at a coffee shop afterwards, so how long?"
const benchmark = (...files: ReadonlyArray<string>) => Effect.runPromise(read(files))

describe("benchmarks", () => {
  test("in JSON lines and in Parquet are found again by 13 words in a row, whatever is between them", async () => {
    const [lines, table] = [join(folder, "b.jsonl"), join(folder, "b.parquet")]
    writeFileSync(
      lines,
      `{"question":"no"}\n\n${JSON.stringify({ prompt: [{ role: "user", content: problem }] })}\n`
    )
    parquetWriteFile({
      filename: table,
      columnData: [{ name: "problem", data: ["", "Another one", problem], type: "STRING" }]
    })
    const asked = "Easy? EVERY morning, Aya goes for a walk - of nine kilometres; and stops (at) home."
    expect(overlap(await benchmark(lines), asked)).toEqual({
      file: "b.jsonl",
      row: 1,
      gram: "every morning aya goes for a walk of nine kilometres and stops at"
    })
    expect(overlap(await benchmark(table), asked)).toMatchObject({ file: "b.parquet", row: 2 })
    expect(overlap(await benchmark(lines), asked.replace("nine", "eight"))).toBeUndefined()
    expect(overlap(await benchmark(lines), "Aya goes for a walk of nine kilometres and stops at home"))
      .toBeUndefined()
  })

  test("that cannot be read are named", async () => {
    const wrong = join(folder, "wrong.jsonl")
    writeFileSync(wrong, "no json\n")
    const error = await Effect.runPromise(Effect.flip(read([wrong])))
    expect(error.message).toContain(wrong)
    expect((await Effect.runPromise(Effect.flip(read([join(folder, "none.parquet")])))).message).toContain(
      "none.parquet"
    )
  })

  const real = resolve(import.meta.dir, "../../../../shared/data/benchmarks/think_aime24_aime24_test.parquet")
  test.skipIf(!existsSync(real))("as they are published", async () => {
    const text = "Every morning Aya goes for a $9$-kilometer-long walk and stops at a coffee shop afterwards."
    expect(overlap(await benchmark(real), text)).toMatchObject({
      file: "think_aime24_aime24_test.parquet",
      row: 0
    })
  })
})
