/** The problems of a benchmark, from the file in a folder that holds it. */
import { FileSystem, Path } from "@effect/platform"
import * as Rows from "@scaler/data/Rows"
import type { JudgeError } from "@scaler/judge/JudgeError"
import type { MathJudge } from "@scaler/judge/math/MathJudge"
import { Effect, Either, Stream } from "effect"
import { createHash } from "node:crypto"
import { EvalError } from "./EvalError.ts"
import type { Problem } from "./Problem.ts"
import * as Selection from "./Selection.ts"
import type { Source } from "./Source.ts"
import type { Row, Suite } from "./Suite.ts"

const failure = (message: string) => new EvalError({ reason: "Data", message })

/** A benchmark's file. Fails where there is none, or more than one. */
export const find = (
  { columns, files, name }: Suite,
  directory: string
): Effect.Effect<string, EvalError, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const all = yield* Effect.mapError(
      fs.readDirectory(directory),
      ({ message }) => failure(`${directory} cannot be read: ${message}`)
    )
    const tables = all.filter((file) => /\.(parquet|jsonl)$/.test(file)).toSorted()
    const own = tables.filter((file) => files.test(file))
    if (own.length === 1) return (yield* Path.Path).join(directory, own[0]!)
    return yield* failure(
      own.length === 0
        ? `${directory} has no file of ${name}: a .parquet or .jsonl whose name has ${files.source}, with ${columns};`
          + ` there are ${tables.join(", ") || "none"}`
        : `${directory} has more than one file of ${name}: ${own.join(", ")}; put one of them elsewhere`
    )
  })

/** Of everything that a model is asked and judged by. */
const idOf = ({ gold, statement, system }: Row): string =>
  createHash("sha256").update(JSON.stringify([system, statement, gold])).digest("hex").slice(0, 16)

/** Rows that say the same are one problem, repeated. A row that is no problem fails the file. */
export const read = (suite: Suite, file: string): Effect.Effect<ReadonlyArray<Problem>, EvalError> =>
  Effect.gen(function*() {
    const rows = yield* Effect.mapError(Stream.runCollect(Rows.read(file)), ({ message }) => failure(message))
    const problems = new Map<string, Problem>()
    for (const { row, value } of rows) {
      const read = Either.flatMap(value, suite.read)
      if (Either.isLeft(read)) {
        return yield* failure(
          `${file}, row ${row + 1}: ${read.left}. Rows of ${suite.name} have ${suite.columns}`
        )
      }
      const id = idOf(read.right)
      problems.set(id, { ...read.right, id, repeats: (problems.get(id)?.repeats ?? 0) + 1 })
    }
    return problems.size > 0 ? [...problems.values()] : yield* failure(`${file} has no rows`)
  })

/** Problems of a benchmark that are asked unless told otherwise. */
const usual = 200

/** A benchmark in a folder. */
export const source = (
  suite: Suite,
  directory: string
): Effect.Effect<Source<EvalError | JudgeError, MathJudge>, EvalError, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function*() {
    const file = yield* find(suite, directory)
    const problems = yield* read(suite, file)
    const most = { all: Infinity, usual }
    return {
      suite: suite.name,
      title: suite.title(file),
      of: problems.length,
      choose: (limit, seed) =>
        Effect.succeed(Selection.select(problems, typeof limit === "number" ? limit : most[limit], seed)),
      find: (ids) => {
        const wanted = new Set(ids)
        return Effect.succeed(problems.filter(({ id }) => wanted.has(id)))
      },
      judge: suite.judge
    }
  })
