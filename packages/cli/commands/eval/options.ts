/** What the subcommands of `eval` have in common. */
import { Args, Options } from "@effect/cli"
import { Path } from "@effect/platform"
import * as EvalStore from "@scaler/evals/EvalStore"
import type { Suite } from "@scaler/evals/Suite"
import { suites } from "@scaler/evals/suites/registry"
import { Effect } from "effect"
import { CliError } from "../../CliError.ts"
import { named } from "../../Environments.ts"

/** The record within an evaluation's directory. */
export const recordFile = "eval.sqlite"

/** The directory of an evaluation, as an argument. */
export const evaluation = (name: string) =>
  Args.directory({ name, exists: "yes" }).pipe(Args.withDescription("The directory of an evaluation"))

/** The record in it. */
export const recorded = (directory: string) =>
  Effect.flatMap(Path.Path, (path) => EvalStore.open(path.join(directory, recordFile)))

export const data = Options.directory("data", { exists: "yes" }).pipe(
  Options.withDescription("The folder with the benchmarks' files, .parquet or .jsonl; nothing is bundled")
)

export const suite = Options.text("suite").pipe(
  Options.withDescription(
    `Benchmarks, with commas between them: ${suites.map(({ name }) => name).join(", ")}`
  )
)

const byName = Object.fromEntries(suites.map((suite) => [suite.name, suite]))

/** The benchmarks that an option names. */
export const chosen = (names: string): Effect.Effect<ReadonlyArray<Suite>, CliError> => {
  const all = [...new Set(names.split(",").map((name) => name.trim()).filter((name) => name !== ""))]
  return all.length === 0
    ? new CliError({ message: "--suite names no benchmark" })
    : Effect.forEach(all, (name) => named("benchmark", byName, name))
}
