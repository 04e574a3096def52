import type { EnvironmentName } from "@scaler/envs/registry"
import { quickstart, type RegistryRecipe } from "@scaler/recipes/quickstart"
import * as Rules from "@scaler/runtime/curriculum/Rules"
import { Array as Arr } from "effect"
import type { ExperimentSettings } from "../Experiment.ts"
import * as Metric from "../Metric.ts"

/** Trained on: of what the quickstart's model learns, eight that differ in kind. */
export const environments = [
  "comparison",
  "letter-count",
  "maximum",
  "most-frequent",
  "reversal",
  "sorting",
  "sum",
  "table-lookup"
] as const satisfies ReadonlyArray<EnvironmentName>

/** Never trained on: related to those that are, and shown in the warm-up, as a language model has seen tasks of all kinds. */
export const neverTrained = [
  "added-letter",
  "median",
  "mode",
  "palindrome-completion"
] as const satisfies ReadonlyArray<EnvironmentName>

export const recipe: RegistryRecipe = {
  ...quickstart,
  name: "ablation",
  environments,
  warmup: {
    steps: 300,
    examples: 256,
    maxLevel: 2,
    learningRate: 2e-3,
    environments: [...environments, ...neverTrained]
  },
  rollout: { ...quickstart.rollout, prompts: 32 },
  curriculum: { activeSet: { mode: "window", slots: 4 } },
  evaluation: { every: 20, levels: [0, 1, 2, 3], instances: 32, neverTrained },
  checkpoints: { every: 100, keep: 2 }
}

const meanings: Readonly<Record<Rules.Name, string>> = {
  "data-set": "a fixed set of instances, gone through again and again: nothing adapts, nothing is new",
  uniform: "new instances, levels drawn alike: nothing adapts",
  ceiling: "RLVE's rule: levels up to a ceiling that rises with accuracy at it",
  controller: "the reference's controller of difficulty, on a uniform active set",
  window:
    "the reference: its controller, and a window of environments of which those that stopped teaching leave",
  weighted: "the reference's controller, environments drawn by weights",
  bayesian: "the Bayesian frontier, environments chosen by value"
}

/** A recipe under every rule, with the slots and the controller of its own. */
export const armOfEachRule = (recipe: RegistryRecipe) =>
  Arr.map(Rules.names, (name) => ({
    name,
    meaning: meanings[name],
    recipe: { ...recipe, curriculum: Rules.named(name, recipe.curriculum) }
  }))

/** The reference's ablation in miniature: every rule on the quickstart's model. */
export const ablation: ExperimentSettings = {
  name: "ablation",
  question:
    "Does adapting levels and environments teach more than leaving them as they are, for the same rollouts?",
  seeds: [1, 2, 3, 4, 5, 6, 7, 8],
  rollouts: 200 * 32 * 16,
  arms: armOfEachRule(recipe),
  baseline: "window",
  metrics: Metric.Name.literals
}
