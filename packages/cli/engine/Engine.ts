/** Where the model of a command lives: in a process of ours, or on a server. */
import { Options } from "@effect/cli"
import { type BackendName, names as backends } from "@scaler/policy/backend/BackendName"
import type { Policy, PolicyError } from "@scaler/policy/Policy"
import type { Recipe } from "@scaler/runtime/run/Recipe"
import { Effect, type Layer, Option } from "effect"
import { CliError } from "../CliError.ts"
import { embeddedPolicy } from "../embeddedPolicy.ts"
import * as Server from "./Server.ts"
import { tinker } from "./tinker.ts"

const names = ["embedded", "tinker", "openai"] as const
export type Name = (typeof names)[number]

export const options = {
  engine: Options.choice("engine", names).pipe(
    Options.withDescription(
      "Where the model is. embedded (default): here. tinker: on a server that speaks the Tinker protocol, as LoRA of"
        + " --base-model. openai: on a server of chat completions, which cannot be trained"
    ),
    Options.withDefault("embedded" as const)
  ),
  ...Server.options,
  loraRank: Options.integer("lora-rank").pipe(
    Options.withDescription("Rank of the adapter that --engine tinker trains; 32 unless given"),
    Options.optional
  ),
  backend: Options.choice("backend", backends).pipe(
    Options.withDescription("Tensor backend of the embedded engine; the fastest that works unless given"),
    Options.optional
  )
}

/** What the command line says of the engine. */
export interface Given extends Server.Server {
  readonly engine: Name
  readonly loraRank: Option.Option<number>
  readonly backend: Option.Option<BackendName>
}

/** Options that another engine has. */
const foreign = ({ backend, engine, loraRank, ...server }: Given): ReadonlyArray<string> => [
  ...(engine === "embedded" ? Server.given(server) : Option.isSome(backend) ? ["--backend"] : []),
  ...(engine !== "tinker" && Option.isSome(loraRank) ? ["--lora-rank"] : [])
]

/** The policy that a recipe trains. */
export const policy = (
  recipe: Recipe,
  given: Given
): Effect.Effect<Layer.Layer<Policy, PolicyError>, CliError | PolicyError> =>
  Effect.gen(function*() {
    const { backend, engine, loraRank } = given
    const [option] = foreign(given)
    if (option !== undefined) {
      return yield* new CliError({ message: `--engine ${engine} has no ${option}: leave it out` })
    }
    switch (engine) {
      case "embedded":
        return embeddedPolicy(recipe, { backend: Option.getOrUndefined(backend) })
      case "tinker":
        return yield* tinker(recipe, given, Option.getOrElse(loraRank, () => 32))
      case "openai":
        return yield* new CliError({
          message: "A server of chat completions answers, and cannot be trained: train with --engine embedded or"
            + " --engine tinker, or measure this one with `scaler evaluate`"
        })
    }
  })
