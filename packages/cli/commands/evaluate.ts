import { Args, Command, Options } from "@effect/cli"
import { TextModel } from "@scaler/policy/TextModel"
import { recipes } from "@scaler/recipes/registry"
import type { Scores } from "@scaler/runtime/run/Figures"
import { evaluateTexts, textGrid } from "@scaler/runtime/training/Evaluation"
import { Effect } from "effect"
import * as Engine from "../engine/Engine.ts"
import { loadTrained, meant, named } from "../Environments.ts"
import { note, printJson, printLines } from "../Output.ts"
import * as Pools from "../Pools.ts"
import { percent } from "../progress/describe.ts"
import * as RecipeChanges from "../RecipeChanges.ts"
import { sandbox, sandboxed, trainingChildren } from "../Sandboxing.ts"
import { table } from "../summary/layout.ts"
import { json } from "./env/options.ts"

const recipe = Args.text({ name: "recipe" }).pipe(
  Args.withDescription(`Whose environments and grid are taken: ${Object.keys(recipes).join(", ")}`),
  Args.withDefault("quickstart")
)

const options = {
  split: Options.choice("split", ["validation", "test"] as const).pipe(
    Options.withDescription(
      "The instances that are asked: those that choose a run's best checkpoint, or those of its test (default)"
    ),
    Options.withDefault("test" as const)
  ),
  env: Options.text("env").pipe(
    Options.withDescription(
      "Ask these environments instead: a name, or a file that declares one; repeatable"
    ),
    Options.repeated
  ),
  fromCheckpoint: Options.text("from-checkpoint").pipe(
    Options.withDescription(
      "Measure the weights of a run: a folder in its checkpoints; with the engine that made it"
    ),
    Options.optional
  ),
  set: RecipeChanges.set,
  ...Engine.options,
  pool: Pools.pool,
  sandbox,
  json
}

/** A row for each environment, a column for each level. */
const describe = (
  { cells, instances, macro }: Scores,
  levels: ReadonlyArray<number>
): ReadonlyArray<string> => {
  const rows = [...Map.groupBy(cells, ({ environment }) => environment)].map(([environment, of]) => [
    environment,
    ...levels.map((level) => percent(of.find((cell) => cell.level === level)!.accuracy))
  ])
  return [
    ...table(
      [["environment", ...levels.map((level) => `level ${level}`)], ...rows],
      ["left", ...levels.map(() => "right" as const)]
    ),
    "",
    `Accuracy ${percent(macro)} on ${instances} instances`
  ]
}

export const evaluateCommand = Command.make("evaluate", { recipe, ...options }, (given) =>
  Effect.scoped(
    Effect.gen(function*() {
      const base = yield* named("recipe", recipes, given.recipe)
      const resolved = yield* RecipeChanges.apply(
        { ...base, environments: yield* meant(given.env, base.environments) },
        given.set
      )
      const layer = yield* Engine.textModel(resolved, given, given.fromCheckpoint)
      const environments = yield* loadTrained(resolved)
      const grid = yield* textGrid(environments, resolved, given.split)
      yield* Effect.gen(function*() {
        const { info } = yield* TextModel
        yield* note(`${resolved.name}, ${given.split}: ${grid.length} instances, ${info.description}`)
        const scores = yield* evaluateTexts(environments, grid, resolved)
        yield* given.json
          ? printJson({ recipe: resolved.name, split: given.split, facts: info.facts, ...scores })
          : printLines(describe(scores, resolved.evaluation.levels))
      }).pipe(Effect.provide(layer))
    })
  )).pipe(
    Command.withDescription("Measure a model on a recipe's grid of environments and levels, greedily"),
    (command) => sandboxed(command, { maxChildren: trainingChildren })
  )
