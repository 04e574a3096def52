/** All experiments by name. */
import type { ExperimentSettings } from "../Experiment.ts"
import { ablation } from "./ablation.ts"
import { moreEnvironments } from "./moreEnvironments.ts"
import { sensitivity } from "./sensitivity.ts"
import { simulatedAblation } from "./simulatedAblation.ts"
import { simulatedMiniature } from "./simulatedMiniature.ts"

export const experiments: Readonly<Record<string, ExperimentSettings>> = {
  ablation,
  "more-environments": moreEnvironments,
  "simulated-ablation": simulatedAblation,
  "simulated-miniature": simulatedMiniature,
  ...sensitivity
}
