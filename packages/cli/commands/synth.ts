import { Args, Command, Options } from "@effect/cli"
import * as Funnel from "@scaler/synthesis/Funnel"
import { Effect, Option } from "effect"
import { existsSync, mkdirSync } from "node:fs"
import { availableParallelism } from "node:os"
import { join } from "node:path"
import { CliError } from "../CliError.ts"
import { print, printJson } from "../Output.ts"
import { sandbox } from "../Sandboxing.ts"
import { cost, describe, type Prices } from "../synth/describe.ts"
import { json, positive } from "./env/options.ts"

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
      if (!resume && existsSync(join(folder, "problems.jsonl"))) {
        return yield* new CliError({
          message: `${folder} holds an earlier run: --resume goes on with it, or name another folder`
        })
      }
      mkdirSync(folder, { recursive: true })
      // What runs it is loaded for it alone: no other command waits for databases.
      const { run } = yield* Effect.promise(() => import("../synth/run.ts"))
      yield* run({
        file,
        url,
        model,
        folder,
        benchmarks,
        budgetTokens,
        database,
        jobs,
        limit,
        oracle,
        rounds,
        style,
        sandbox: given.sandbox
      })
      const { admitted } = yield* show(folder, json, pricesOf(given))
      if (admitted.length === 0) return yield* new CliError({ message: "No problem became an environment" })
    })
).pipe(
  Command.withDescription("Make environments from programming problems with a language model"),
  Command.withSubcommands([report])
)
