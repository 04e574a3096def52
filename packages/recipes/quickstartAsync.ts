import { quickstart, type RegistryRecipe } from "./quickstart.ts"

/**
 * The quickstart with sampling and updates side by side: rollouts are one update old, and each token counts by the
 * ratio of its probabilities, truncated at 2.
 */
export const quickstartAsync: RegistryRecipe = {
  ...quickstart,
  name: "quickstart-async",
  rollout: { ...quickstart.rollout, maxStaleness: 1 },
  loss: { surrogate: "cispo", clip: { low: 1, high: 1 } }
}
