/** Where the model of a command is: in a process of ours, or on a server. */
import { Options } from "@effect/cli"
import { type BackendName, names as backends } from "@scaler/policy/backend/BackendName"
import * as OpenAiModel from "@scaler/policy/openai/OpenAiModel"
import { Policy, type PolicyError } from "@scaler/policy/Policy"
import * as TextModel from "@scaler/policy/TextModel"
import type { Recipe, RecipeSettings } from "@scaler/runtime/run/Recipe"
import { Effect, Layer, Option } from "effect"
import { CliError } from "../CliError.ts"
import { embeddedPolicy } from "../embeddedPolicy.ts"
import * as Server from "./Server.ts"
import * as Tinker from "./tinker.ts"

const names = ["embedded", "tinker", "openai"] as const
export type Name = (typeof names)[number]

const defaultRank = 32

export const options = {
  engine: Options.choice("engine", names).pipe(
    Options.withDescription(
      "Where the model is. embedded (default): here. tinker: on a server that speaks the Tinker protocol, as LoRA of a"
        + " base model. openai: on a server of chat completions, which can be measured and not trained"
    ),
    Options.withDefault("embedded" as const)
  ),
  ...Server.options,
  loraRank: Options.integer("lora-rank").pipe(
    Options.withDescription(
      "Train low-rank adapters (LoRA) of this rank. Embedded, with --model: all weights are trained unless given. On a"
        + ` Tinker server: ${defaultRank} unless given`
    ),
    Options.optional
  ),
  backend: Options.choice("backend", backends).pipe(
    Options.withDescription("Tensor backend of the embedded engine; the fastest that works unless given"),
    Options.optional
  )
}

/** What the command line says of the engine. */
export interface Given extends Server.Given {
  readonly engine: Name
  readonly loraRank: Option.Option<number>
  readonly backend: Option.Option<BackendName>
}

/** Options that only other engines have. */
const foreign = ({ backend, engine, loraRank, ...server }: Given): ReadonlyArray<string> => [
  ...(engine === "embedded" ? Server.given(server) : Option.isSome(backend) ? ["--backend"] : []),
  ...(engine === "openai" && Option.isSome(server.tokenizer) ? ["--tokenizer"] : []),
  ...(engine === "openai" && Option.isSome(loraRank) ? ["--lora-rank"] : [])
]

const checkOptions = (given: Given): Effect.Effect<void, CliError> => {
  const [option] = foreign(given)
  return option === undefined
    ? Effect.void
    : new CliError({ message: `--engine ${given.engine} does not go with ${option}` })
}

const rankOf = ({ model }: Recipe, { loraRank }: Given): number =>
  Option.getOrElse(loraRank, () => ("pretrained" in model ? model.lora?.rank : undefined) ?? defaultRank)

/** A recipe's model with adapters of the rank that the command line gives; on a server they are not the recipe's. */
export const adapted = (
  model: RecipeSettings["model"],
  { engine, loraRank }: Pick<Given, "engine" | "loraRank">
): Effect.Effect<RecipeSettings["model"], CliError> => {
  if (engine !== "embedded" || Option.isNone(loraRank)) return Effect.succeed(model)
  return "pretrained" in model
    ? Effect.succeed({ ...model, lora: { ...model.lora, rank: loraRank.value } })
    : new CliError({
      message: "--lora-rank goes with --model DIR: a new model has no weights that could stay as they are"
    })
}

/** The model in a line, before there is one. */
export const describe = ({ model }: Recipe, { baseModel, engine, url }: Given): string => {
  const own = !("pretrained" in model)
    ? "a new model of characters"
    : model.lora === undefined
    ? model.pretrained
    : `${model.pretrained}, adapters of rank ${model.lora.rank}`
  return engine === "embedded"
    ? own
    : `${Option.getOrElse(baseModel, () => own)} on --engine ${engine} at ${Option.getOrElse(url, () => "")}`
}

/** The policy that a recipe trains; fails where the engine is known not to do what the recipe asks for. */
export const policy = (
  recipe: Recipe,
  given: Given
): Effect.Effect<Layer.Layer<Policy, PolicyError>, CliError | PolicyError> =>
  Effect.zipRight(
    checkOptions(given),
    Effect.suspend(() => {
      switch (given.engine) {
        case "embedded":
          return Effect.succeed(embeddedPolicy(recipe, { backend: Option.getOrUndefined(given.backend) }))
        case "tinker":
          return Tinker.trained(recipe, given, rankOf(recipe, given))
        case "openai":
          return new CliError({
            message:
              "A server of chat completions cannot be trained: train with --engine embedded or --engine tinker,"
              + " or measure this one by `scaler eval`"
          })
      }
    })
  )

/** A policy as it was in a checkpoint. */
const restored = (checkpoint: string) => (policy: Layer.Layer<Policy, PolicyError>) =>
  Layer.tap(
    policy,
    (context) => Effect.flatMap(Policy, ({ restore }) => restore(checkpoint)).pipe(Effect.provide(context))
  )

/** The policy of a recipe, to be asked alone: it trains nothing. */
const asked = (
  recipe: Recipe,
  given: Given
): Effect.Effect<Layer.Layer<Policy, PolicyError>, CliError | PolicyError> =>
  given.engine === "tinker"
    ? Tinker.asked(recipe, given, rankOf(recipe, given))
    : Effect.succeed(embeddedPolicy(recipe, { backend: Option.getOrUndefined(given.backend) }))

/** The policy of a recipe as it was in a checkpoint, in a process or a session of its own. */
export const saved = (
  recipe: Recipe,
  given: Given,
  checkpoint: string
): Effect.Effect<Layer.Layer<TextModel.TextModel, PolicyError>, CliError | PolicyError> =>
  Effect.map(
    asked(recipe, given),
    (policy) => Layer.provide(TextModel.ofPolicy, restored(checkpoint)(policy))
  )

/** The model that is measured, as it was in a checkpoint of a run where one is given. */
export const textModel = (
  recipe: Recipe,
  given: Given,
  checkpoint: Option.Option<string>
): Effect.Effect<Layer.Layer<TextModel.TextModel, PolicyError>, CliError | PolicyError> =>
  Effect.gen(function*() {
    yield* checkOptions(given)
    if (given.engine === "embedded" && Option.isSome(given.loraRank)) {
      return yield* new CliError({
        message:
          "--lora-rank is for training: adapters that are measured are those of the recipe's model.lora"
      })
    }
    if (given.engine === "openai") {
      if (Option.isSome(checkpoint)) {
        return yield* new CliError({ message: "--engine openai does not go with --from-checkpoint" })
      }
      const { baseModel, url } = yield* Server.model(recipe, given)
      return OpenAiModel.layer({ url, model: baseModel, system: recipe.rollout.system })
    }
    return yield* Option.match(checkpoint, {
      onNone: () => Effect.map(asked(recipe, given), (policy) => Layer.provide(TextModel.ofPolicy, policy)),
      onSome: (path) => saved(recipe, given, path)
    })
  })
