import { quickstart, type RegistryRecipe } from "@scaler/recipes/quickstart"
import type { ExperimentSettings } from "../Experiment.ts"
import * as Metric from "../Metric.ts"
import { armOfEachRule } from "./ablation.ts"

/** As the reference trains: 64 prompts, 8 responses to each, 32 environments at a time. Measured over the whole of most ladders. */
export const recipe: RegistryRecipe = {
  ...quickstart,
  name: "simulated",
  warmup: { ...quickstart.warmup, steps: 0 },
  rollout: { prompts: 64, samples: 8, maxTokens: 24, maxPromptTokens: 64 },
  curriculum: { activeSet: { mode: "window", slots: 32 } },
  evaluation: { every: 500, levels: [0, 3, 6, 9, 12], instances: 2 },
  checkpoints: { every: 2500, keep: 2 }
}

/** Ladders that have the levels which are measured. */
export const ladders = { highestLevels: { least: 12, most: 30 } }

/** The ablation at the size of the reference's pool, with a simulated learner. */
export const simulatedAblation: ExperimentSettings = {
  name: "simulated-ablation",
  question: "How do the rules compare over 2739 environments and 10 000 steps, if learners are as assumed?",
  learner: { _tag: "simulated", learner: {}, pool: { ...ladders, environments: 2739, neverTrained: 261 } },
  seeds: [1],
  rollouts: 10_000 * 64 * 8,
  arms: armOfEachRule(recipe),
  baseline: "window",
  metrics: Metric.Name.literals
}
