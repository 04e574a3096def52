/** What the subcommands of `eval` have in common. */
import { Args, Options } from "@effect/cli"
import { Path } from "@effect/platform"
import { form } from "@scaler/evals/EnvironmentSuite"
import * as EvalStore from "@scaler/evals/EvalStore"
import { suites } from "@scaler/evals/suites/registry"
import { Effect } from "effect"

/** The record within an evaluation's directory. */
export const recordFile = "eval.sqlite"

/** The directory of an evaluation, as an argument. */
export const evaluation = (name: string) =>
  Args.directory({ name, exists: "yes" }).pipe(Args.withDescription("The directory of an evaluation"))

/** The record in it. */
export const recorded = (directory: string) =>
  Effect.flatMap(Path.Path, (path) => EvalStore.open(path.join(directory, recordFile)))

export const data = Options.directory("data", { exists: "yes" }).pipe(
  Options.withDescription("The folder with the benchmarks' files, .parquet or .jsonl; nothing is bundled"),
  Options.optional
)

/** What is measured, by name. */
export const suite = Options.text("suite").pipe(
  Options.withDescription(
    `Benchmarks and environments, with commas between them: ${
      suites.map(({ name }) => name).join(", ")
    }, or ${form}`
      + " for levels of an environment, as env:sorting@0-3"
  ),
  Options.map((names) => [
    ...new Set(names.split(",").map((name) => name.trim()).filter((name) => name !== ""))
  ]),
  Options.optional
)
