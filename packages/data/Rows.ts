/** The rows of a data file, Parquet or JSON lines, one after another however large the file is. */
import { Data, Either, Stream } from "effect"
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } from "hyparquet"
import { open } from "node:fs/promises"

/** A file that cannot be read, or holds something else than it must; the message says what is expected. */
export class DataFileError extends Data.TaggedError("DataFileError")<{ readonly message: string }> {}

export interface Row {
  /** From 0. A line without anything on it is no row. */
  readonly row: number
  /** What stands there, or why it cannot be read. */
  readonly value: Either.Either<unknown, string>
}

/** One row group after another is in memory. */
async function* tableRows(path: string, only: ReadonlyArray<string> | undefined): AsyncGenerator<Row> {
  const file = await asyncBufferFromFile(path)
  const metadata = await parquetMetadataAsync(file)
  const columns = parquetSchema(metadata).children.map(({ element }) => element.name)
    .filter((name) => only === undefined || only.includes(name))
  let rowStart = 0
  for (const { num_rows } of metadata.row_groups) {
    const rowEnd = rowStart + Number(num_rows)
    const group = await parquetReadObjects({ file, metadata, columns, rowStart, rowEnd })
    for (const [at, value] of group.entries()) yield { row: rowStart + at, value: Either.right(value) }
    rowStart = rowEnd
  }
}

const parsed = (line: string): Either.Either<unknown, string> =>
  Either.try({
    try: (): unknown => JSON.parse(line),
    catch: (error) => `it is no JSON: ${(error as Error).message}`
  })

async function* lineRows(path: string): AsyncGenerator<Row> {
  await using file = await open(path)
  let row = 0
  for await (const line of file.readLines()) {
    if (line.trim() !== "") yield { row: row++, value: parsed(line) }
  }
}

/** Reads a file's rows; of a table, the columns that `only` names, if it is given. */
export const read = (path: string, only?: ReadonlyArray<string>): Stream.Stream<Row, DataFileError> =>
  Stream.fromAsyncIterable(
    path.endsWith(".parquet") ? tableRows(path, only) : lineRows(path),
    (error) => new DataFileError({ message: `${path} cannot be read: ${(error as Error).message}` })
  )
