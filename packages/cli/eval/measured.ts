/** The recipe that an evaluation goes by: whose model it is, with which message of the system and how long responses. */
import { Path } from "@effect/platform"
import { recipes } from "@scaler/recipes/registry"
import * as RunDirectory from "@scaler/runtime/run/RunDirectory"
import { Effect, Option } from "effect"
import { CliError } from "../CliError.ts"
import * as RecipeChanges from "../RecipeChanges.ts"
import * as RecipeSuite from "./RecipeSuite.ts"

/** What the command line says of it. */
export interface Given {
  readonly suites: ReadonlyArray<string>
  readonly fromCheckpoint: Option.Option<string>
  /** A folder of Hugging Face's form. */
  readonly model: Option.Option<string>
  /** Most tokens of prompt and response together, of such a model. */
  readonly context: number
  readonly set: ReadonlyArray<string>
}

/** Of the checkpoint's run, else of the first recipe that is a suite. */
const named = ({ fromCheckpoint, suites }: Pick<Given, "fromCheckpoint" | "suites">) =>
  Effect.gen(function*() {
    if (Option.isSome(fromCheckpoint)) {
      const path = yield* Path.Path
      const run = path.dirname(path.dirname(path.resolve(fromCheckpoint.value)))
      const { recipe } = yield* Effect.mapError(
        RunDirectory.read(run),
        ({ message }) =>
          new CliError({
            message:
              `${fromCheckpoint.value} is in no run, as runs/NAME/checkpoints/step-000120 is: ${message}`
          })
      )
      return recipe
    }
    const suite = suites.find(RecipeSuite.isOne)
    return suite === undefined ? undefined : (yield* RecipeSuite.read(suite)).recipe
  })

/** Responses are as long as the recipe's where there is one; else it is the quickstart's, and any length fits. */
export const measured = ({ context, model, set, ...given }: Given) =>
  Effect.gen(function*() {
    const own = yield* named(given)
    const base = own ?? recipes["quickstart"]
    const recipe = yield* RecipeChanges.apply({
      ...base,
      model: Option.match(model, {
        onNone: () => base.model,
        onSome: (pretrained) => ({ ...("pretrained" in base.model ? base.model : {}), pretrained, context })
      })
    }, set)
    return { recipe, maxTokens: own === undefined ? undefined : recipe.rollout.maxTokens }
  })
