import type { ExperimentSettings } from "../Experiment.ts"
import { ablation, armOfEachRule, neverTrained, recipe } from "./ablation.ts"

/** The ablation, step for step, with a simulated learner in the place of the quickstart's model. */
export const simulatedMiniature: ExperimentSettings = {
  ...ablation,
  name: "simulated-miniature",
  question:
    "Does a simulated learner show the differences between the rules that the quickstart's model shows?",
  learner: {
    _tag: "simulated",
    // The pool's start is near what the warm-up leaves. The rate is such that the baseline gains as much, and instances
    // differ so far that it has signal as often.
    learner: { rate: 0.001, instanceSpread: 3 },
    pool: {
      environments: recipe.environments.length,
      neverTrained: neverTrained.length,
      families: neverTrained.length
    }
  },
  arms: armOfEachRule({
    ...recipe,
    name: "simulated-miniature",
    warmup: { ...recipe.warmup, steps: 0, environments: [] },
    evaluation: { ...recipe.evaluation, neverTrained: [] }
  })
}
