/** What the subcommands of `eval` have in common. */
import { Args, Options } from "@effect/cli"
import { Path } from "@effect/platform"
import * as EnvironmentSuite from "@scaler/evals/EnvironmentSuite"
import * as EvalStore from "@scaler/evals/EvalStore"
import { suites } from "@scaler/evals/suites/registry"
import { recipes } from "@scaler/recipes/registry"
import { Effect } from "effect"
import { suitesIn } from "../../eval/asked.ts"
import { recordFile } from "../../eval/measure.ts"
import * as RecipeSuite from "../../eval/RecipeSuite.ts"

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
    `What is measured, with commas between: ${
      suites.map(({ name }) => name).join(", ")
    }; ${EnvironmentSuite.form}, levels`
      + ` of an environment, as env:sorting@0-3; ${RecipeSuite.form}, the environments and levels of a recipe's test:`
      + ` ${Object.keys(recipes).join(", ")}. With :validation after it, the instances of that split`
  ),
  Options.map(suitesIn),
  Options.optional
)
