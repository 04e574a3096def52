import { type EnvironmentName, registry } from "@scaler/envs/registry"
import { Array as Arr } from "effect"
import type { RegistryRecipe } from "./quickstart.ts"

/** Every environment there is. */
const environments = Arr.map(
  registry.entries as Arr.NonEmptyReadonlyArray<(typeof registry.entries)[number]>,
  ({ name }) => name as EnvironmentName
)

/**
 * The reference's training of the small Qwen3 models (arXiv 2601.04809), on all our environments. What differs from it:
 * the number of steps, which the reference leaves open; no dual clip, which Tinker servers lack
 * (`--set loss.clip.dual=10` for the embedded engine); and validation, which is greedy, on our own environments.
 */
const recipe = (name: string, pretrained: string): RegistryRecipe => ({
  name,
  environments,
  seed: 1,
  steps: 400,
  model: { pretrained, context: 4096 + 8192 },
  warmup: { steps: 0, examples: 1, maxLevel: 0, learningRate: 1e-6 },
  rollout: { prompts: 64, samples: 8, maxTokens: 8192, maxPromptTokens: 4096 },
  curriculum: {
    controller: { response: "base", target: 0.5, gain: 2, stepCap: 1, historyLength: 10 },
    activeSet: { mode: "window", slots: 64, zeroAccuracyLimit: 5, maxDifficultyLimit: 5 }
  },
  reward: { refused: -1 },
  optimizer: {
    learningRate: { peak: 1e-6, rise: 20 },
    maxGradientNorm: 1,
    weightDecay: 0.01,
    beta1: 0.9,
    beta2: 0.999
  },
  evaluation: { every: 20, levels: [0, 2, 4], instances: 2 },
  checkpoints: { every: 20, keep: 3 },
  quarantineAfter: 3,
  permuteRewards: false
})

export const qwen3Small = recipe("qwen3-1.7b", "Qwen/Qwen3-1.7B-Base")
export const qwen3Medium = recipe("qwen3-4b", "Qwen/Qwen3-4B-Base")
