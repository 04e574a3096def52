/** Benchmark files, and where statements repeat them. */
import { Effect } from "effect"
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet"
import { readFile } from "node:fs/promises"
import { basename } from "node:path"
import { CliError } from "../CliError.ts"
import { grams, words } from "./Grams.ts"

/** Words that must be the same, one after another, for a text to count as repeated (Brown et al. 2020, appendix C). */
export const overlapSize = 13

/** A row of a benchmark. */
export interface Row {
  readonly file: string
  /** From 0. */
  readonly row: number
}

/** Rows by the 13-grams in them. */
export type Benchmark = ReadonlyMap<string, Row>

/** All texts in a value, at any depth. */
const textsIn = (value: unknown): ReadonlyArray<string> =>
  typeof value === "string"
    ? [value]
    : value !== null && typeof value === "object"
    ? Object.values(value).flatMap(textsIn)
    : []

const rowsOf = async (file: string): Promise<ReadonlyArray<unknown>> => {
  if (file.endsWith(".parquet")) return parquetReadObjects({ file: await asyncBufferFromFile(file) })
  const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line.trim() !== "")
  return lines.map((line) => JSON.parse(line) as unknown)
}

/** The grams of a text that is long enough to have one. */
const overlapGrams = (text: string): ReadonlySet<string> => {
  const found = words(text)
  return found.length < overlapSize ? new Set() : grams(found, overlapSize)
}

/** Reads benchmark files: Parquet, or JSON lines. Whatever text is in a row counts. */
export const read = (files: ReadonlyArray<string>): Effect.Effect<Benchmark, CliError> =>
  Effect.gen(function*() {
    const benchmark = new Map<string, Row>()
    for (const file of files) {
      const rows = yield* Effect.tryPromise({
        try: () => rowsOf(file),
        catch: (error) =>
          new CliError({
            message: `${file} could not be read as Parquet or JSON lines: ${(error as Error).message}`
          })
      })
      for (const [row, value] of rows.entries()) {
        for (const gram of textsIn(value).flatMap((text) => [...overlapGrams(text)])) {
          if (!benchmark.has(gram)) benchmark.set(gram, { file: basename(file), row })
        }
      }
    }
    return benchmark
  })

/** The first 13-gram of a text that a benchmark has too, and where. */
export const overlap = (
  benchmark: Benchmark,
  text: string
): Row & { readonly gram: string } | undefined => {
  for (const gram of overlapGrams(text)) {
    const row = benchmark.get(gram)
    if (row !== undefined) return { ...row, gram }
  }
  return undefined
}
