/** A model on a server that speaks the Tinker protocol. */
import * as Fingerprint from "@scaler/policy/huggingface/Fingerprint"
import * as FolderTokenizer from "@scaler/policy/huggingface/FolderTokenizer"
import type { Policy, PolicyError } from "@scaler/policy/Policy"
import * as Refusals from "@scaler/policy/tinker/Refusals"
import * as TinkerPolicy from "@scaler/policy/tinker/TinkerPolicy"
import type { Recipe } from "@scaler/runtime/run/Recipe"
import { Effect, type Layer } from "effect"
import { CliError } from "../CliError.ts"
import * as Server from "./Server.ts"

/** What a run will ask for that some servers do not do. */
type Demands = Pick<TinkerPolicy.TinkerPolicyConfig, "maxStaleness" | "optimizer">

const policy = (recipe: Recipe, given: Server.Given, rank: number, demands: Demands) =>
  Effect.gen(function*() {
    const { baseModel, url } = yield* Server.model(recipe, given)
    const directory = yield* Server.tokenizer(recipe, given)
    return TinkerPolicy.layer({
      ...demands,
      url,
      baseModel,
      tokenizer: yield* FolderTokenizer.openAlone(directory, recipe.rollout.system),
      tokenizerFingerprint: yield* Fingerprint.ofTokenizer(directory),
      context: recipe.model.context,
      lora: { rank },
      seed: recipe.seed
    })
  })

type Made = Effect.Effect<Layer.Layer<Policy, PolicyError>, CliError | PolicyError>

/** A fresh adapter, to be trained as the recipe says; fails where the recipe asks for what no server does. */
export const trained = (recipe: Recipe, given: Server.Given, rank: number): Made =>
  Effect.gen(function*() {
    const { loss, optimizer, rollout: { maxStaleness, sampling } } = recipe
    const message = Refusals.message("A Tinker server", [
      ...Refusals.ofUpdate({ loss, temperature: sampling.temperature }),
      ...Refusals.ofSampling(sampling)
    ])
    if (message !== undefined) return yield* new CliError({ message })
    const { beta1, beta2, maxGradientNorm, weightDecay } = optimizer
    return yield* policy(recipe, given, rank, {
      optimizer: { beta1, beta2, maxGradientNorm, weightDecay },
      maxStaleness
    })
  })

/** A fresh adapter, which changes nothing of the base model, to be asked. */
export const asked = (recipe: Recipe, given: Server.Given, rank: number): Made => {
  const { beta1, beta2, weightDecay } = recipe.optimizer
  return policy(recipe, given, rank, { optimizer: { beta1, beta2, maxGradientNorm: null, weightDecay } })
}
