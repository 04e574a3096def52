import { Command, Options } from "@effect/cli"
import type { SandboxedEnvironment } from "@scaler/sandbox/SandboxedEnvironment"
import * as Benchmark from "@scaler/synthesis/problems/Benchmark"
import { Effect, Either } from "effect"
import { CliError } from "../../CliError.ts"
import * as Duplicates from "../../duplicates/Duplicates.ts"
import { load } from "../../Environments.ts"
import { note, print, printJson } from "../../Output.ts"
import { sandbox, sandboxed } from "../../Sandboxing.ts"
import { json, positive, selected, selection, whole } from "./options.ts"

interface Draws {
  readonly seed: number
  /** Statements of each level. */
  readonly count: number
}

/** Statements of all levels; what cannot be drawn is said. */
const statementsOf = (nameOrFile: string, environment: SandboxedEnvironment, { count, seed }: Draws) =>
  Effect.map(
    Effect.forEach(environment.manifest.ladder, (_, level) =>
      Effect.gen(function*() {
        const results = yield* environment.draw(
          Array.from({ length: count }, (_, index) => ({ level, seed, index }))
        )
        const [fault] = results.filter(Either.isLeft)
        if (fault !== undefined) yield* note(`${nameOrFile}, level ${level}: ${fault.left.message}`)
        return results.filter(Either.isRight).map(({ right }): Duplicates.Statement => ({
          environment: nameOrFile,
          level,
          text: right.statement
        }))
      })),
    (levels) => levels.flat()
  )

/** Of each environment and benchmark row, the first statement that repeats it. */
const overlapsOf = (statements: ReadonlyArray<Duplicates.Statement>, benchmark: Benchmark.Benchmark) => {
  const found = statements.flatMap((statement) => {
    const overlap = Benchmark.overlap(benchmark, statement.text)
    return overlap === undefined ? [] : [{ ...statement, ...overlap }]
  })
  return [
    ...new Map(
      found.toReversed().map((
        overlap
      ) => [JSON.stringify([overlap.environment, overlap.file, overlap.row]), overlap])
    ).values()
  ].reverse()
}

const percent = (share: number) => `${Math.round(100 * share)} %`
const excerpt = (text: string) => JSON.stringify(text.length > 160 ? `${text.slice(0, 159)}…` : text)
const shown = ({ environment, level, text }: Duplicates.Statement) =>
  `    ${environment}, level ${level}: ${excerpt(text)}\n`

const alike = ({ first, second, similarity }: Duplicates.Alike) =>
  `${first.environment} and ${second.environment} ask nearly the same, ${percent(similarity)} numbers aside\n`
  + shown(first) + shown(second)

const repetition = ({ environment, example, repeated, statements }: Duplicates.Repetition) =>
  `${environment} repeats itself: ${repeated} of ${statements} statements are nearly an earlier one\n`
  + shown(example.first) + shown(example.second)

const overlapped = ({ environment, file, gram, level, row }: ReturnType<typeof overlapsOf>[number]) =>
  `${environment}, level ${level}, repeats row ${row} of ${file}: ${JSON.stringify(gram)}\n`

export const duplicates = Command.make("duplicates", {
  ...selection,
  benchmarks: Options.text("benchmarks").pipe(
    Options.withDescription(
      `A benchmark, Parquet or JSON lines; repeatable. No statement may share ${Benchmark.overlapSize} words in a row`
        + " with it"
    ),
    Options.repeated
  ),
  count: positive("count", "Statements of each level", 4),
  seed: whole("seed", "Seed: the same one gives the same statements", 0),
  sandbox,
  json
}, ({ benchmarks, count, json, seed, ...selection }) =>
  Effect.gen(function*() {
    const names = yield* selected(selection)
    const benchmark = yield* Benchmark.read(benchmarks)
    const drawn = yield* Effect.forEach(
      names,
      (name) =>
        Effect.flatMap(load(name), (environment) => statementsOf(name, environment, { count, seed })).pipe(
          Effect.tapError(({ message }) => note(`${name}: ${message}`)),
          Effect.either
        ),
      { concurrency: 2 }
    )
    const statements = drawn.filter(Either.isRight).flatMap(({ right }) => right)
    const failed = drawn.filter(Either.isLeft).length
    const between = Duplicates.between(statements)
    const within = Duplicates.within(statements)
    const overlaps = overlapsOf(statements, benchmark)
    if (json) yield* printJson({ statements: statements.length, between, within, overlaps })
    else {
      yield* print([...within.map(repetition), ...between.map(alike), ...overlaps.map(overlapped)].join(""))
      yield* print(
        `${statements.length} statements of ${
          names.length - failed
        } environments: ${within.length} environments repeat`
          + ` themselves, ${between.length} pairs are alike, ${overlaps.length} benchmark rows are repeated\n`
      )
    }
    if (between.length + overlaps.length + failed > 0) {
      return yield* new CliError({
        message:
          `${between.length} pairs of environments and ${overlaps.length} benchmark rows are duplicates,`
          + ` ${failed} environments could not be compared`
      })
    }
  })).pipe(
    Command.withDescription(
      "Find statements that are nearly the same, in two environments, in one, or in benchmarks"
    ),
    sandboxed
  )
