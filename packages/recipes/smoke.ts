import { quickstart, type RegistryRecipe } from "./quickstart.ts"

/** The whole way in seconds, with a model too small to learn much: to see that everything works. */
export const smoke: RegistryRecipe = {
  ...quickstart,
  name: "smoke",
  environments: ["comparison", "parity"],
  steps: 8,
  model: { layers: 1, width: 64, heads: 2, kvHeads: 1, headWidth: 32, hiddenWidth: 128, context: 96 },
  warmup: { steps: 40, examples: 64, maxLevel: 1, learningRate: 5e-3 },
  rollout: { ...quickstart.rollout, prompts: 8, samples: 4 },
  evaluation: { every: 4, levels: [0, 1], instances: 8 },
  checkpoints: { every: 4, keep: 2 }
}
