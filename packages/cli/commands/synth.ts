import { Args, Command, Options } from "@effect/cli"
import * as Native from "@scaler/sandbox/native/Native"
import * as PostgresEngine from "@scaler/synthesis/durable/PostgresEngine"
import * as SqliteEngine from "@scaler/synthesis/durable/SqliteEngine"
import * as Funnel from "@scaler/synthesis/Funnel"
import * as Client from "@scaler/synthesis/llm/Client"
import * as Benchmark from "@scaler/synthesis/problems/Benchmark"
import * as Decisions from "@scaler/synthesis/problems/Decisions"
import * as Filter from "@scaler/synthesis/problems/Filter"
import type { Problem } from "@scaler/synthesis/problems/Problem"
import * as ProblemFile from "@scaler/synthesis/problems/ProblemFile"
import * as Run from "@scaler/synthesis/Run"
import { Cause, Effect, Either, Exit, Layer, Option, Redacted, Stream } from "effect"
import { existsSync, mkdirSync } from "node:fs"
import { availableParallelism } from "node:os"
import { join } from "node:path"
import { CliError } from "../CliError.ts"
import { note, print, printJson } from "../Output.ts"
import * as Meter from "../progress/Meter.ts"
import { layerOf, sandbox } from "../Sandboxing.ts"
import { cost, describe, type Prices } from "../synth/describe.ts"
import { json, positive } from "./env/options.ts"

/** Longest time of a solution for one instance, on a machine that may be busy. One that is slower would hold up training. */
const solutionLimits = { cpuMillis: 2_000, wallMillis: 60_000 }

const price = (name: string, what: string) =>
  Options.float(name).pipe(
    Options.withDescription(`Price of a million tokens that the model ${what}, for the costs in the report`),
    Options.optional
  )

const prices = { promptPrice: price("prompt-price", "reads"), replyPrice: price("reply-price", "writes") }

const pricesOf = (
  { promptPrice, replyPrice }: {
    readonly promptPrice: Option.Option<number>
    readonly replyPrice: Option.Option<number>
  }
): Prices | undefined =>
  Option.isNone(promptPrice) && Option.isNone(replyPrice)
    ? undefined
    : { prompt: Option.getOrElse(promptPrice, () => 0), reply: Option.getOrElse(replyPrice, () => 0) }

const show = (folder: string, json: boolean, prices: Prices | undefined) =>
  Effect.gen(function*() {
    const funnel = yield* Effect.mapError(Funnel.of(folder), ({ message }) => new CliError({ message }))
    yield* json
      ? printJson({ ...funnel, ...prices === undefined ? {} : { cost: cost(funnel, prices) } })
      : print(describe(funnel, prices))
    return funnel
  })

/** Reads and filters problems, and keeps what was decided. */
const filtered = (
  { benchmarks, file, folder, jobs, limit }: {
    readonly file: string
    readonly folder: string
    readonly benchmarks: ReadonlyArray<string>
    readonly jobs: number
    readonly limit: Option.Option<number>
  }
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

const required = <A>(option: Option.Option<A>, name: string) =>
  Effect.mapError(
    option,
    () => new CliError({ message: `--${name} is missing; \`scaler synth --help\` tells more` })
  )

const options = {
  problems: Options.text("problems").pipe(
    Options.withDescription(
      "A file of programming problems, Parquet or JSON lines, in the columns of CodeContests or as docs/synthesis.md says"
    ),
    Options.optional
  ),
  llm: Options.text("llm").pipe(
    Options.withDescription(
      "Address of an OpenAI-compatible server, as http://127.0.0.1:8000/v1; its key in SCALER_LLM_KEY"
    ),
    Options.optional
  ),
  model: Options.text("model").pipe(Options.withDescription("Model that is asked"), Options.optional),
  out: Options.text("out").pipe(
    Options.withDescription("Folder of the environments, for --pool of other commands"),
    Options.optional
  ),
  style: Options.choice("style", ["typescript", "python"] as const).pipe(
    Options.withDescription(
      "What is written: a module in the DSL, or a generator as in the reference's pools"
    ),
    Options.withDefault("typescript" as const)
  ),
  oracle: Options.boolean("typescript-oracle").pipe(
    Options.withDescription(
      "Ask for an oracle in TypeScript too, and use it where it agrees with the problem's programs"
    )
  ),
  rounds: positive(
    "rounds",
    "Most replies with an environment, for each problem; faults go back to the model",
    4
  ),
  jobs: positive("jobs", "Problems that are worked on at a time", availableParallelism()),
  limit: Options.integer("limit").pipe(
    Options.withDescription("Rows of the file that are read, from the first"),
    Options.optional
  ),
  budgetTokens: Options.integer("budget-tokens").pipe(
    Options.withDescription("Tokens that may be spent on the folder, over all runs"),
    Options.optional
  ),
  benchmarks: Options.text("benchmarks").pipe(
    Options.withDescription(
      "A benchmark, Parquet or JSON lines; repeatable. Problems that repeat it are reported"
    ),
    Options.repeated
  ),
  resume: Options.boolean("resume").pipe(Options.withDescription("Go on with what the folder holds")),
  database: Options.redacted("database").pipe(
    Options.withDescription("PostgreSQL database that several machines share the work in, as postgres://…"),
    Options.optional
  ),
  ...prices,
  sandbox,
  json
}

const report = Command.make("report", {
  folder: Args.text({ name: "folder" }).pipe(Args.withDescription("That `scaler synth` wrote")),
  ...prices,
  json
}, ({ folder, json, ...prices }) => show(folder, json, pricesOf(prices))).pipe(
  Command.withDescription("What became of the problems, stage by stage and why, and what it took")
)

export const synthCommand = Command.make(
  "synth",
  options,
  ({ benchmarks, budgetTokens, database, jobs, json, limit, oracle, resume, rounds, style, ...given }) =>
    Effect.gen(function*() {
      const file = yield* required(given.problems, "problems")
      const url = yield* required(given.llm, "llm")
      const model = yield* required(given.model, "model")
      const folder = yield* required(given.out, "out")
      const workflows = join(folder, "workflows.sqlite")
      if (!resume && existsSync(join(folder, "problems.jsonl"))) {
        return yield* new CliError({
          message: `${folder} holds an earlier run: --resume goes on with it, or name another folder`
        })
      }
      mkdirSync(folder, { recursive: true })
      const engine: Layer.Layer<
        Layer.Layer.Success<ReturnType<typeof SqliteEngine.layer>>,
        { message: string }
      > = Option.match(database, {
        onNone: () => SqliteEngine.layer({ file: workflows }),
        onSome: (url) => PostgresEngine.layer({ url: Redacted.make(Redacted.value(url)) })
      })
      const layers = Layer.mergeAll(
        engine,
        Client.layer({
          url,
          model,
          file: join(folder, "replies.sqlite"),
          jobs,
          ...Option.isSome(budgetTokens) ? { budgetTokens: budgetTokens.value } : {}
        }),
        Native.layer({ maxProcesses: jobs, limits: solutionLimits }),
        layerOf(given)
      )
      yield* Effect.gen(function*() {
        const problems = yield* filtered({ file, folder, benchmarks, jobs, limit })
        const meter = yield* Meter.make(problems.length)
        yield* Run.run(problems, {
          folder,
          model,
          style,
          oracle,
          rounds,
          jobs,
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
      const { admitted } = yield* show(folder, json, pricesOf(given))
      if (admitted.length === 0) return yield* new CliError({ message: "No problem became an environment" })
    })
).pipe(
  Command.withDescription("Make environments from programming problems with a language model"),
  Command.withSubcommands([report])
)
