/** The run behind `scaler synth`. */
import type { Mode } from "@scaler/sandbox/Mode"
import * as Native from "@scaler/sandbox/native/Native"
import * as PostgresEngine from "@scaler/synthesis/durable/PostgresEngine"
import * as SqliteEngine from "@scaler/synthesis/durable/SqliteEngine"
import * as Client from "@scaler/synthesis/llm/Client"
import * as Benchmark from "@scaler/synthesis/problems/Benchmark"
import * as Decisions from "@scaler/synthesis/problems/Decisions"
import * as Filter from "@scaler/synthesis/problems/Filter"
import type { Problem } from "@scaler/synthesis/problems/Problem"
import * as ProblemFile from "@scaler/synthesis/problems/ProblemFile"
import * as Run from "@scaler/synthesis/Run"
import { Cause, Effect, Either, Exit, Layer, Option, type Redacted, Stream } from "effect"
import { join } from "node:path"
import { CliError } from "../CliError.ts"
import { note } from "../Output.ts"
import * as Meter from "../progress/Meter.ts"
import { layerOf } from "../Sandboxing.ts"

/** Longest time of a solution for one instance, on a machine that may be busy. One that is slower would hold up training. */
const solutionLimits = { cpuMillis: 2_000, wallMillis: 60_000 }

export interface Options extends Omit<Run.Options, "onDone"> {
  /** Of the problems. */
  readonly file: string
  /** Of the language model's server. */
  readonly url: string
  readonly benchmarks: ReadonlyArray<string>
  readonly limit: Option.Option<number>
  readonly budgetTokens: Option.Option<number>
  readonly database: Option.Option<Redacted.Redacted>
  readonly sandbox: Option.Option<Mode>
}

/** Reads and filters problems, and keeps what was decided. */
const filtered = (
  { benchmarks, file, folder, jobs, limit }: Pick<
    Options,
    "benchmarks" | "file" | "folder" | "jobs" | "limit"
  >
) =>
  Effect.gen(function*() {
    const benchmark = yield* Benchmark.read(benchmarks)
    const decided: Array<Decisions.Decided> = []
    const problems: Array<Problem> = []
    const rows = ProblemFile.read(file).pipe(
      Option.isSome(limit) ? Stream.take(limit.value) : (all) => all,
      Stream.tap((row) =>
        Effect.sync(() => {
          if (Either.isLeft(row)) decided.push({ status: "unreadable", ...row.left })
        })
      ),
      Stream.filterMap(Either.getRight)
    )
    let seen = 0
    yield* Stream.runForEach(Filter.decisions(rows, { benchmark, jobs }), (decision) => {
      if (decision.status === "dropped") decided.push(decision)
      else {
        const { overlap, problem: { id, title } } = decision
        problems.push(decision.problem)
        decided.push({ status: "kept", id, title, ...overlap === undefined ? {} : { overlap } })
      }
      return ++seen % 100 === 0 ? note(`${seen} problems read, ${problems.length} kept`) : Effect.void
    })
    yield* Decisions.write(folder, decided)
    return problems
  })

const inWords = ({ outcome }: Run.Ended): string =>
  Exit.isFailure(outcome)
    ? `ended in a fault of scaler, and the next run tries again: ${Cause.pretty(outcome.cause)}`
    : "stage" in outcome.value
    ? `is rejected (${outcome.value.stage})`
    : "is admitted"

/** Filters the problems and makes environments of them, in the options' folder, which must be there. */
export const run = (options: Options): Effect.Effect<void, CliError> => {
  const { budgetTokens, database, folder, jobs, model, url } = options
  const layers = Layer.mergeAll(
    Option.match(database, {
      onNone: () => SqliteEngine.layer({ file: join(folder, "workflows.sqlite") }),
      onSome: (url) => PostgresEngine.layer({ url })
    }),
    Client.layer({
      url,
      model,
      file: join(folder, "replies.sqlite"),
      jobs,
      ...Option.isSome(budgetTokens) ? { budgetTokens: budgetTokens.value } : {}
    }),
    Native.layer({ maxProcesses: jobs, limits: solutionLimits }),
    layerOf(options)
  )
  return Effect.gen(function*() {
    const problems = yield* filtered(options)
    const meter = yield* Meter.make(problems.length)
    yield* Run.run(problems, {
      ...options,
      onDone: (ended) =>
        Exit.isFailure(ended.outcome)
          ? note(`${ended.problem.title} ${inWords(ended)}`)
          : meter(`${ended.problem.title} ${inWords(ended)}`)
    })
  }).pipe(
    Effect.provide(layers),
    Effect.mapError((error) => new CliError({ message: error.message })),
    Effect.onInterrupt(() =>
      note(`What is done is kept in ${folder}; the same command with --resume goes on.`)
    )
  )
}
