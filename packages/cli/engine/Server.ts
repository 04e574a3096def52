/** Which model on which server, as the command line says it. */
import { Options } from "@effect/cli"
import { Effect, Option } from "effect"
import { CliError } from "../CliError.ts"

export const options = {
  url: Options.text("url").pipe(
    Options.withDescription(
      "Address of the engine's server, as http://127.0.0.1:8000; the key is in TINKER_API_KEY, or in SCALER_LLM_KEY for openai"
    ),
    Options.optional
  ),
  baseModel: Options.text("base-model").pipe(
    Options.withDescription("Name of the model, as the server has it"),
    Options.optional
  ),
  tokenizer: Options.text("tokenizer").pipe(
    Options.withDescription(
      "Folder with the model's tokenizer.json and tokenizer_config.json, as Hugging Face has them, for --engine tinker"
    ),
    Options.optional
  )
}

export interface Server {
  readonly url: Option.Option<string>
  readonly baseModel: Option.Option<string>
  readonly tokenizer: Option.Option<string>
}

const flags = { url: "--url URL", baseModel: "--base-model NAME", tokenizer: "--tokenizer DIR" }

/** Fails where the command line does not say it. */
export const required = (server: Server, field: keyof Server): Effect.Effect<string, CliError> =>
  Effect.mapError(
    server[field],
    () => new CliError({ message: `An engine on a server needs ${flags[field]}` })
  )

/** The flags of what the command line says. */
export const given = (server: Server): ReadonlyArray<string> =>
  (["url", "baseModel", "tokenizer"] as const).flatMap((field) =>
    Option.isSome(server[field]) ? [flags[field]] : []
  )
