import type { BackendName } from "@scaler/policy/backend/BackendName"
import type { Policy, PolicyError } from "@scaler/policy/Policy"
import * as ProcessPolicy from "@scaler/policy/tfjs/ProcessPolicy"
import type { Recipe } from "@scaler/runtime/run/Recipe"
import type { Layer } from "effect"

/** The model that a recipe starts from, in a process of its own; the best backend and all cores unless given. */
export const embeddedPolicy = (
  { model, optimizer: { beta1, beta2, maxGradientNorm, weightDecay }, rollout: { system }, seed }: Recipe,
  { backend, threads }: { readonly backend?: BackendName | undefined; readonly threads?: number } = {}
): Layer.Layer<Policy, PolicyError> =>
  ProcessPolicy.layer({
    model: "pretrained" in model
      ? {
        directory: model.pretrained,
        context: model.context,
        system,
        ...(model.lora === undefined ? {} : { lora: model.lora })
      }
      : model,
    optimizer: { beta1, beta2, maxGradientNorm, weightDecay },
    seed,
    ...(backend === undefined ? {} : { backend }),
    ...(threads === undefined ? {} : { threads })
  })
