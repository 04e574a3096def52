import type { EnvironmentName } from "@scaler/envs/registry"
import type { ExperimentSettings } from "../Experiment.ts"
import { environments as eight, neverTrained, recipe } from "./ablation.ts"

/** The smaller sets are the first of these. */
const sixteen: ReadonlyArray<EnvironmentName> = [
  ...eight,
  "choose-count",
  "cup-shuffle",
  "gcd",
  "linear-equation",
  "longest-run",
  "robot-walk",
  "run-length-encoding",
  "signed-sum"
]

const arm = (count: number, environments: readonly [EnvironmentName, ...ReadonlyArray<EnvironmentName>]) => ({
  name: `environments-${count}`,
  meaning: `trained on ${count} environments, two of them at a time`,
  recipe: {
    ...recipe,
    environments,
    warmup: { ...recipe.warmup, steps: 600, environments: [...sixteen, ...neverTrained] },
    curriculum: { activeSet: { mode: "window" as const, slots: 2 } }
  }
})

/** What more environments do for those that are never trained on; in the paper 8 < 64 < 512 < 2739. */
export const moreEnvironments: ExperimentSettings = {
  name: "more-environments",
  question: "Does training on more environments teach more about environments that are never trained on?",
  seeds: [1, 2, 3, 4, 5, 6, 7, 8],
  rollouts: 200 * 32 * 16,
  arms: [
    arm(2, [eight[0], eight[1]]),
    arm(4, [eight[0], eight[1], eight[2], eight[3]]),
    arm(8, eight),
    arm(16, [eight[0], ...sixteen.slice(1)])
  ],
  baseline: "environments-2",
  metrics: ["never-trained", "signal", "mean-level"]
}
