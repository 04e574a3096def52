/** An export's files: each is written beside its place and then put there whole. */
import { fileWriter, parquetWriteRows } from "hyparquet-writer"
import { closeSync, fsyncSync, openSync, readSync, renameSync, writeFileSync, writeSync } from "node:fs"
import type { Row } from "./Row.ts"

export type Format = "jsonl" | "parquet"

/** Writes a file by what `write` does at a path beside it. */
const whole = (file: string, write: (draft: string) => void) => {
  const draft = `${file}.unfinished`
  write(draft)
  const descriptor = openSync(draft, "r+")
  fsyncSync(descriptor)
  closeSync(descriptor)
  renameSync(draft, file)
}

/** Writes text. */
export const writeText = (file: string, text: string): void =>
  whole(file, (draft) => writeFileSync(draft, text))

const writeJsonl = (draft: string, rows: Iterable<string>) => {
  const descriptor = openSync(draft, "w")
  let lines: Array<string> = []
  const flush = () => {
    const bytes = Buffer.from(lines.join(""))
    for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written)
    lines = []
  }
  for (const row of rows) if (lines.push(`${row}\n`) === 1000) flush()
  flush()
  closeSync(descriptor)
}

const required = { repetition_type: "REQUIRED" } as const
const text = (name: string) => ({ name, type: "BYTE_ARRAY", converted_type: "UTF8", ...required }) as const
const whole64 = (name: string) => ({ name, type: "INT64", ...required }) as const
const group = (name: string, children: number) => ({ name, num_children: children, ...required }) as const

/** The Parquet schema of a row. */
const schema = [
  group("root", 5),
  { ...group("prompt", 1), converted_type: "LIST" as const },
  { name: "list", num_children: 1, repetition_type: "REPEATED" as const },
  group("element", 2),
  text("role"),
  text("content"),
  text("data_source"),
  text("ability"),
  group("reward_model", 2),
  text("style"),
  text("ground_truth"),
  group("extra_info", 9),
  text("split"),
  whole64("index"),
  text("environment"),
  text("version"),
  whole64("level"),
  whole64("seed"),
  text("scale"),
  text("instance"),
  text("gold")
]

/** Rows with their whole numbers as Parquet's writer wants those of 64 bits. */
function* ofParquet(rows: Iterable<string>) {
  for (const text of rows) {
    const row = JSON.parse(text) as Row
    const { index, level, seed } = row.extra_info
    yield {
      ...row,
      extra_info: { ...row.extra_info, index: BigInt(index), level: BigInt(level), seed: BigInt(seed) }
    }
  }
}

const writeParquet = (draft: string, rows: Iterable<string>) => {
  const columns = ["prompt", "data_source", "ability", "reward_model", "extra_info"].map((name) => ({ name }))
  // Synchronous, as rows and writer are.
  void parquetWriteRows({
    writer: fileWriter(draft),
    rows: ofParquet(rows),
    columns,
    schema,
    rowGroupSize: 10_000
  })
}

/** Writes rows, given as JSON. */
export const writeRows = (file: string, format: Format, rows: Iterable<string>): void =>
  whole(file, (draft) => (format === "jsonl" ? writeJsonl : writeParquet)(draft, rows))

/** SHA-256 of a file, hexadecimal. */
export const hashOf = (file: string): string => {
  const hasher = new Bun.CryptoHasher("sha256")
  const descriptor = openSync(file, "r")
  const buffer = Buffer.alloc(2 ** 20)
  for (let read = 1; read > 0;) {
    read = readSync(descriptor, buffer)
    hasher.update(buffer.subarray(0, read))
  }
  closeSync(descriptor)
  return hasher.digest("hex")
}
