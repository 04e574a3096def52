import type { RegistryRecipe } from "@scaler/recipes/quickstart"
import type { ExperimentSettings } from "../Experiment.ts"
import * as Metric from "../Metric.ts"
import type * as SimulatedLearner from "../simulation/SimulatedLearner.ts"
import { armOfEachRule } from "./ablation.ts"
import { ladders, recipe as simulated } from "./simulatedAblation.ts"

/** Learners that differ from the default one in one assumption each; `docs/decisions/0020-simulated-learner.md` lists them. */
const learners: Readonly<Record<string, (typeof SimulatedLearner.Settings)["Encoded"]>> = {
  default: {},
  narrow: { reach: { up: 1, down: 1 } },
  broad: { reach: { up: 6, down: 6 } },
  downward: { reach: { up: 2, down: 8 } },
  sum: { normalised: { groups: 64, power: 0 } },
  "fixed-length": { normalised: { groups: 64, power: 1 } },
  unrelated: { transfer: { family: 0, all: 0 } },
  related: { transfer: { family: 0.1, all: 0.01 } },
  forgetful: { forgetting: 2e-3 },
  noisy: { noise: 0.1 },
  guessing: { guessing: 0.2 },
  uneven: { instanceSpread: 3 }
}

/** Small enough for eight seeds under each of the learners. */
const recipe: RegistryRecipe = {
  ...simulated,
  name: "sensitivity",
  rollout: { ...simulated.rollout, prompts: 16 },
  curriculum: { activeSet: { mode: "window", slots: 16 } },
  evaluation: { ...simulated.evaluation, every: 50 },
  checkpoints: { every: 500, keep: 2 }
}

/** The rules compared under learners that differ in what the simulation assumes, by the learners' names. */
export const sensitivity: Readonly<Record<string, ExperimentSettings>> = Object.fromEntries(
  Object.entries(learners).map(([name, learner]) => [`sensitivity-${name}`, {
    name: `sensitivity-${name}`,
    question: `How do the rules compare if the simulated learner is: ${name}?`,
    learner: {
      _tag: "simulated" as const,
      learner,
      pool: { ...ladders, environments: 150, neverTrained: 18 }
    },
    seeds: [1, 2, 3, 4, 5, 6, 7, 8] as const,
    rollouts: 1000 * 16 * 8,
    arms: armOfEachRule(recipe),
    baseline: "window",
    metrics: Metric.Name.literals
  }])
)
