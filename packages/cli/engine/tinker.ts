/** A model on a server that speaks the Tinker protocol. */
import * as FolderTokenizer from "@scaler/policy/huggingface/FolderTokenizer"
import type { Policy, PolicyError } from "@scaler/policy/Policy"
import * as Refusals from "@scaler/policy/tinker/Refusals"
import * as TinkerPolicy from "@scaler/policy/tinker/TinkerPolicy"
import type { Recipe } from "@scaler/runtime/run/Recipe"
import { Effect, type Layer } from "effect"
import { CliError } from "../CliError.ts"
import { required, type Server } from "./Server.ts"

/** What the recipe asks for and no server of this protocol does. */
const refusal = ({ loss, rollout: { sampling } }: Recipe) =>
  Refusals.message("A Tinker server", [
    ...Refusals.ofUpdate({ loss, temperature: sampling.temperature }),
    ...Refusals.ofSampling(sampling)
  ])

/** A fresh adapter of a base model, to be trained; fails where the recipe asks for what cannot be done. */
export const tinker = (
  recipe: Recipe,
  server: Server,
  rank: number
): Effect.Effect<Layer.Layer<Policy, PolicyError>, CliError | PolicyError> =>
  Effect.gen(function*() {
    const url = yield* required(server, "url")
    const baseModel = yield* required(server, "baseModel")
    const tokenizer = yield* required(server, "tokenizer")
    const message = refusal(recipe)
    if (message !== undefined) return yield* new CliError({ message })
    const { beta1, beta2, maxGradientNorm, weightDecay } = recipe.optimizer
    return TinkerPolicy.layer({
      url,
      baseModel,
      tokenizer: yield* FolderTokenizer.openAlone(tokenizer, recipe.rollout.system),
      context: recipe.model.context,
      lora: { rank },
      seed: recipe.seed,
      optimizer: { beta1, beta2, maxGradientNorm, weightDecay },
      maxStaleness: recipe.rollout.maxStaleness
    })
  })
