/** Benchmark files, and where statements repeat them. */
import * as Rows from "@scaler/data/Rows"
import { Effect, Either, Stream } from "effect"
import { basename } from "node:path"
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

/** A row of a benchmark, and what it has in common with a text. */
export interface Overlap extends Row {
  readonly gram: string
}

/** All texts in a value, at any depth. */
const textsIn = (value: unknown): ReadonlyArray<string> =>
  typeof value === "string"
    ? [value]
    : value !== null && typeof value === "object"
    ? Object.values(value).flatMap(textsIn)
    : []

/** The grams of a text that is long enough to have one. */
const overlapGrams = (text: string): ReadonlySet<string> => {
  const found = words(text)
  return found.length < overlapSize ? new Set() : grams(found, overlapSize)
}

/** Reads benchmark files: Parquet, or JSON lines. Whatever text is in a row counts. */
export const read = (files: ReadonlyArray<string>): Effect.Effect<Benchmark, Rows.DataFileError> =>
  Effect.gen(function*() {
    const benchmark = new Map<string, Row>()
    const take = (file: string, { row, value }: Rows.Row) => {
      if (Either.isLeft(value)) {
        return new Rows.DataFileError({
          message: `${file} is neither Parquet nor JSON lines: in row ${row}, ${value.left}`
        })
      }
      for (const gram of textsIn(value.right).flatMap((text) => [...overlapGrams(text)])) {
        if (!benchmark.has(gram)) benchmark.set(gram, { file: basename(file), row })
      }
      return Effect.void
    }
    for (const file of files) yield* Stream.runForEach(Rows.read(file), (row) => take(file, row))
    return benchmark
  })

/** The first 13-gram of a text that a benchmark has too, and where. */
export const overlap = (benchmark: Benchmark, text: string): Overlap | undefined => {
  for (const gram of overlapGrams(text)) {
    const row = benchmark.get(gram)
    if (row !== undefined) return { ...row, gram }
  }
  return undefined
}
