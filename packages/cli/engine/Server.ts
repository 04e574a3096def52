/** Which model on which server, as the command line and the recipe say it. */
import { Options } from "@effect/cli"
import type { Recipe } from "@scaler/runtime/run/Recipe"
import { Effect, Option } from "effect"
import { existsSync } from "node:fs"
import { CliError } from "../CliError.ts"

export const options = {
  url: Options.text("url").pipe(
    Options.withDescription(
      "Address of the engine's server, as http://127.0.0.1:8000, or http://127.0.0.1:8000/v1 for openai. Its key is in"
        + " TINKER_API_KEY, or for openai in SCALER_LLM_KEY"
    ),
    Options.optional
  ),
  baseModel: Options.text("base-model").pipe(
    Options.withDescription("The model, as the server calls it; the recipe's pretrained model unless given"),
    Options.optional
  ),
  tokenizer: Options.text("tokenizer").pipe(
    Options.withDescription(
      "Folder with the tokenizer.json and tokenizer_config.json of the model on a Tinker server; the recipe's"
        + " pretrained model unless given, where that is a folder"
    ),
    Options.optional
  )
}

/** What the command line says. */
export interface Given {
  readonly url: Option.Option<string>
  readonly baseModel: Option.Option<string>
  readonly tokenizer: Option.Option<string>
}

const flags = { url: "--url URL", baseModel: "--base-model NAME", tokenizer: "--tokenizer DIR" }

/** The flags of what the command line says. */
export const given = (server: Given): ReadonlyArray<string> =>
  (["url", "baseModel", "tokenizer"] as const).flatMap((field) =>
    Option.isSome(server[field]) ? [flags[field]] : []
  )

const pretrained = ({ model }: Recipe): Option.Option<string> =>
  "pretrained" in model ? Option.some(model.pretrained) : Option.none()

const required = (field: keyof Given, value: Option.Option<string>): Effect.Effect<string, CliError> =>
  Effect.mapError(value, () => new CliError({ message: `An engine on a server needs ${flags[field]}` }))

/** Address of the server, and the model on it; fails where nothing says them. */
export const model = (
  recipe: Recipe,
  { baseModel, url }: Given
): Effect.Effect<{ readonly url: string; readonly baseModel: string }, CliError> =>
  Effect.all({
    url: required("url", url),
    baseModel: required("baseModel", Option.orElse(baseModel, () => pretrained(recipe)))
  })

/** The folder of the model's tokenizer; fails where nothing says it. */
export const tokenizer = (recipe: Recipe, { tokenizer }: Given): Effect.Effect<string, CliError> =>
  required("tokenizer", Option.orElse(tokenizer, () => Option.filter(pretrained(recipe), existsSync)))
