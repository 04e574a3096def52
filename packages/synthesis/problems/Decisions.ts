/** What the filter said of each problem, kept beside what became of the others: `problems.jsonl` of a folder. */
import { writeWhole } from "@scaler/compiler/WholeFile"
import { Effect, Schema } from "effect"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { fieldOf, PoolError, tried } from "../pool/PoolFile.ts"

const Known = { id: Schema.String, title: Schema.String }

export const Decided = Schema.Union(
  Schema.Struct({
    status: Schema.Literal("kept"),
    ...Known,
    /** A benchmark's row that the statement repeats, and what of it. */
    overlap: Schema.optionalWith(
      Schema.Struct({ file: Schema.String, row: Schema.Int, gram: Schema.String }),
      { exact: true }
    )
  }),
  Schema.Struct({
    status: Schema.Literal("dropped"),
    ...Known,
    reason: Schema.String,
    message: Schema.String
  }),
  Schema.Struct({ status: Schema.Literal("unreadable"), row: Schema.Int, message: Schema.String })
)
export type Decided = typeof Decided.Type

const decode = Schema.decode(Schema.parseJson(Decided))

const fileOf = (folder: string) => join(folder, "problems.jsonl")

export const write = (folder: string, all: ReadonlyArray<Decided>): Effect.Effect<void, PoolError> => {
  const file = fileOf(folder)
  const text = all.map((one) => `${JSON.stringify(one)}\n`).join("")
  return tried(`${file} cannot be written`, () => writeWhole(file, text))
}

export const read = (folder: string): Effect.Effect<ReadonlyArray<Decided>, PoolError> => {
  const file = fileOf(folder)
  return Effect.flatMap(
    tried(`${file} cannot be read: \`scaler synth\` writes it`, () => readFile(file, "utf8")),
    (text) =>
      Effect.mapError(
        Effect.forEach(text.split("\n").filter(Boolean), (line) => decode(line)),
        (error) =>
          new PoolError({ message: `${file} is not what \`scaler synth\` writes: ${fieldOf(error)}` })
      )
  )
}
