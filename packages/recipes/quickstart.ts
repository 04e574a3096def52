import type { EnvironmentName } from "@scaler/envs/registry"
import type { RecipeSettings } from "@scaler/runtime/run/Recipe"

/** A recipe whose environments are names in the registry. */
export type RegistryRecipe = RecipeSettings & {
  readonly environments: readonly [EnvironmentName, ...ReadonlyArray<EnvironmentName>]
}

/** Small enough to learn from nothing in minutes. */
export const model = {
  layers: 3,
  width: 128,
  heads: 4,
  kvHeads: 2,
  headWidth: 32,
  hiddenWidth: 384,
  context: 96
}

/** Learns on a laptop: a character model from scratch, four short tasks, some minutes on two cores. */
export const quickstart: RegistryRecipe = {
  name: "quickstart",
  environments: ["comparison", "maximum", "sorting", "sum"],
  seed: 1,
  steps: 350,
  model,
  warmup: { steps: 180, examples: 256, maxLevel: 2, learningRate: 2e-3 },
  rollout: { prompts: 64, samples: 16, maxTokens: 24, maxPromptTokens: 64 },
  curriculum: {
    controller: { response: "base", target: 0.5, gain: 2, stepCap: 1, historyLength: 10 },
    activeSet: { mode: "window", slots: 4, zeroAccuracyLimit: 5, maxDifficultyLimit: 5 }
  },
  optimizer: {
    learningRate: { peak: 1.5e-4, rise: 10 },
    maxGradientNorm: 1,
    weightDecay: 0.01,
    beta1: 0.9,
    beta2: 0.99
  },
  evaluation: { every: 25, levels: [0, 1, 2, 3], instances: 32 },
  checkpoints: { every: 25, keep: 3 },
  quarantineAfter: 3,
  permuteRewards: false
}
